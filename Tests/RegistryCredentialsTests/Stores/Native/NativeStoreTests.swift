import HelperProtocol
import RegistryCredentials
import Testing

/// The requests to a helper, and the meaning of its replies.
struct NativeStoreTests {
    @Test func `each verb sends the helper the same bytes as Docker`() async throws {
        let scripts = try HelperScripts()
        try scripts.addRecording()
        let store = NativeStore("recorder", options: scripts.options())
        let server = try ServerAddress("Registry.Example:5000")
        let credential = Credential.password(username: "ann", password: Secret("<s3cret>"))

        try await store.put(credential, for: server)
        #expect(
            try scripts.log() == [
                #"store|{"ServerURL":"registry.example:5000","Username":"ann","Secret":"\u003cs3cret\u003e"}"#, "list|",
            ]
        )
        #expect(try await store.get(server) == credential)
        #expect(try scripts.log() == ["get|registry.example:5000"])
        #expect(try await store.list().map(\.key) == ["registry.example:5000"])
        #expect(try await store.list().map(\.username) == ["ann"])
        #expect(try await store.version() == "docker-credential-recorder (example) v1.2.3")
        #expect(try scripts.log() == ["list|", "list|", "version|"])
        try await store.delete(server)
        #expect(try await store.get(server) == nil)
        #expect(try await store.list() == [])
    }

    @Test func `the user name <token> marks an identity token when reading and writing`() async throws {
        let scripts = try HelperScripts()
        try scripts.addRecording()
        let store = NativeStore("recorder", options: scripts.options())
        let server = try ServerAddress("registry.example")
        try await store.put(.identityToken(Secret("t0ken")), for: server)
        #expect(try scripts.log()[0].contains(#""Username":"\u003ctoken\u003e","Secret":"t0ken""#))
        #expect(try await store.get(server) == .identityToken(Secret("t0ken")))
        let helper = CredentialStoreError.Place(helper: "docker-credential-recorder")
        #expect(try await store.list() == [ListedCredential(key: "registry.example", username: nil, at: helper)])
    }

    @Test(arguments: [
        Credential(),
        .registryToken(Secret("hunter2")),
        Credential(username: "ann", password: Secret("hunter2"), registryToken: Secret("hunter2")),
        Credential(username: "ann", password: Secret("hunter2"), identityToken: Secret("hunter2")),
        Credential(password: Secret("hunter2"), identityToken: Secret("hunter2")),
        Credential(password: Secret("hunter2")),
        Credential(username: "ann"),
        .password(username: "ann", password: Secret("")),
        .password(username: "<token>", password: Secret("hunter2")),
        .password(username: "an\u{0}n", password: Secret("hunter2")),
    ])
    func `a credential that a helper would store in part is refused without running it`(
        credential: Credential
    ) async throws {
        let scripts = try HelperScripts()
        try scripts.addRecording()
        let store = NativeStore("recorder", options: scripts.options())
        let error = await storeError { try await store.put(credential, for: ServerAddress("registry.example")) }
        #expect(error?.code == .notRepresentable)
        #expect(error?.place == .init(key: "registry.example", helper: "docker-credential-recorder"))
        #expect(error?.description.contains("hunter2") == false)
        #expect(try scripts.log() == [])
    }

    @Test func `a user name beside an identity token is omitted, as in docker, and reported`() async throws {
        let scripts = try HelperScripts()
        try scripts.addRecording()
        let store = NativeStore("recorder", options: scripts.options())
        let server = try ServerAddress("registry.example")
        let report = try await store.putReporting(.identityToken(Secret("hunter2"), username: "ann"), for: server)
        #expect(report.omittedUsername == "ann")
        #expect(report.place == .init(key: "registry.example", helper: "docker-credential-recorder"))
        #expect(try await store.get(server) == .identityToken(Secret("hunter2")))
    }

    /// The keys that a helper has, among others, and the one that a lookup uses.
    @Test(
        arguments: [
            ("registry.example", ["https://registry.example"], "https://registry.example"),
            (
                "registry.example", ["http://registry.example/v2/", "https://registry.example/v1/"],
                "https://registry.example/v1/"
            ),
            (
                "https://Registry.Example/v2/", ["https://registry.example", "https://Registry.Example/v2/"],
                "https://Registry.Example/v2/"
            ),
            ("registry.example", ["REGISTRY.example:443"], "REGISTRY.example:443"),
            ("registry.example:443", ["registry.example", "registry.example:443"], "registry.example:443"),
            ("registry.example:443", ["registry.example"], "registry.example"),
            ("registry.example", ["registry.example", "registry.example:443"], "registry.example"),
            ("http://[::1]:5000", ["http://[0:0::1]:5000"], "http://[0:0::1]:5000"),
            (
                "registry.example/team/app", ["registry.example/team", "registry.example/team/app"],
                "registry.example/team/app"
            ),
            ("registry.example/team/app", ["registry.example/team", "registry.example"], "registry.example/team"),
            ("registry.example/team/app", ["registry.example/other", "registry.example"], "registry.example"),
            ("registry.example", ["registry.example/team"], nil),
            ("docker.io", ["index.docker.io", "https://index.docker.io/v1/refresh-token"], "index.docker.io"),
            ("docker.io", ["https://index.docker.io/v1/refresh-token"], nil),
            ("registry.example", ["registry.example:5000", "other.example"], nil),
        ] as [(String, [String], String?)]
    )
    func `a lookup tries docker's key, then the best alias in the list and no other`(
        server: String,
        keys: [String],
        answering: String?
    ) async throws {
        let scripts = try HelperScripts()
        try scripts.addRecording()
        for key in keys + ["zzz.example"] { try store(key, user: key, with: scripts) }
        let store = NativeStore("recorder", options: scripts.options())
        #expect(try await store.get(ServerAddress(server))?.username == answering)
        #expect(try scripts.log().count <= 3)

        var options = scripts.options()
        options.aliases = .dockerKeyOnly
        _ = try await NativeStore("recorder", options: options).get(ServerAddress(server))
        #expect(try scripts.log() == ["get|\(ServerAddress(server).dockerKey)"])
    }

    /// Stores a credential in the helper as another process would, and clears its log.
    private func store(_ key: String, user: String, with scripts: HelperScripts) throws {
        try scripts.shell(
            #"printf '{"ServerURL":"%s","Username":"%s","Secret":"s"}' "$KEY" "$NAME" | docker-credential-recorder store"#,
            ["KEY": key, "NAME": user]
        )
        _ = try scripts.log()
    }

    @Test func `an address that contains a secret is not sent to a helper`() async throws {
        for text in ["https://ann:hunter2@registry.example", "https://registry.example/?token=hunter2"] {
            let scripts = try HelperScripts()
            try scripts.add(
                "unlisted",
                #"[ $1 = list ] || { cat >> "$DIRECTORY/log"; echo >> "$DIRECTORY/log"; }; exit 1"#
            )
            let store = NativeStore("unlisted", options: scripts.options())
            let server = try ServerAddress(text)
            let error = await storeError { _ = try await store.get(server) }
            #expect(error != nil)
            #expect(try await store.deleteReporting(server).failure != nil)
            #expect(try !scripts.log().contains { $0.contains("hunter2") })
        }
    }

    @Test(arguments: [
        (
            "registry.example",
            [
                "registry.example", "http://registry.example", "https://registry.example",
                "https://registry.example/v1/", "REGISTRY.example:443",
            ]
        ),
        ("https://registry.example/v2/", ["registry.example", "https://registry.example/v2/", "registry.example."]),
        (
            "docker.io",
            [
                "https://index.docker.io/v1/", "docker.io", "index.docker.io", "registry-1.docker.io",
                "https://registry-1.docker.io/v2/", "https://index.docker.io/v1",
                "https://index.docker.io/v1/access-token", "https://index.docker.io/v1/refresh-token",
            ]
        ),
    ])
    func `a delete removes all aliases of a registry, and no other`(server: String, stored: [String]) async throws {
        let scripts = try HelperScripts()
        // Like Docker's helper for pass in Go, this one fails to erase a missing entry with its own message.
        try scripts.addRecording(erasedNothing: "echo 'exit status 1: no such file' >&2; exit 1")
        let others = ["other.example", "registry.example:5000", "https://index.docker.io/v1/team"]
        for key in stored + others {
            try scripts.shell(
                #"printf '{"ServerURL":"%s","Username":"ann","Secret":"s"}' "$KEY" | docker-credential-recorder store"#,
                ["KEY": key]
            )
        }
        let store = NativeStore("recorder", options: scripts.options())
        #expect(try await store.get(ServerAddress(server)) != nil)
        try await store.delete(ServerAddress(server))
        for key in stored where !key.hasSuffix("token") {
            #expect(try await store.get(ServerAddress(key)) == nil, "\(key)")
        }
        #expect(try await Set(store.list().map(\.key)) == Set(others))
        // Everything is already deleted.
        try await store.delete(ServerAddress(server))
    }

    @Test(arguments: [true, false])
    func `a namespace has a key of its own, and the host and other namespaces keep theirs`(lists: Bool) async throws {
        let scripts = try HelperScripts()
        try scripts.addRecording("inner")
        try scripts.add("namespaced", #"[ "$1" != list ] || \#(lists) || exit 1; exec docker-credential-inner "$1""#)
        let store = NativeStore("namespaced", options: scripts.options())
        let (host, team, other) = (
            try ServerAddress("h.example"), try ServerAddress("h.example/team"),
            try ServerAddress("https://h.example/other"),
        )
        try await store.put(.ann, for: host)
        let report = try await store.putReporting(.bob, for: team)
        #expect(report.place.key == "h.example/team")
        #expect(try await store.get(host) == .ann)
        #expect(try await store.get(other) == .ann)
        #expect(try await store.get(ServerAddress("h.example/team")) == .bob)
        if lists { #expect(try await store.get(ServerAddress("h.example/team/app")) == .bob) }
        try await store.delete(other)
        #expect(try await store.get(host) == .ann)
        #expect(try await store.get(team) == .bob)
        let deletion = try await store.deleteReporting(team)
        #expect(deletion.removed.map(\.key) == ["h.example/team"] && deletion.failure == nil)
        #expect(try await store.get(host) == .ann)
        #expect(try await store.get(team) == .ann)
        try await store.put(.bob, for: team)
        try await store.delete(host)
        #expect(try await store.get(host) == nil)
        #expect(try await store.get(team) == .bob)
    }

    @Test func `a delete that leaves an entry throws after trying the others`() async throws {
        let scripts = try HelperScripts()
        try scripts.addRecording("inner")
        try scripts.add(
            "stubborn",
            """
            if [ "$1" = erase ]; then
                input=$(cat); [ "$input" = registry.example ] && { echo 'hunter2: no'; exit 1; }
                printf %s "$input" | docker-credential-inner erase; exit
            fi
            exec docker-credential-inner "$1"
            """
        )
        let store = NativeStore("stubborn", options: scripts.options())
        let server = try ServerAddress("registry.example")
        for key in ["registry.example", "https://registry.example"] {
            let request = #"{"ServerURL":"\#(key)","Username":"ann","Secret":"hunter2"}"#
            try scripts.shell("printf '%s' '\(request)' | docker-credential-inner store")
        }
        _ = try scripts.log()
        let report = try await store.deleteReporting(server)
        #expect(report.failure?.code == .failed && report.failure?.place.key == "registry.example")
        #expect(report.failure?.description.contains("hunter2") == false)
        #expect(report.removed.map(\.key) == ["https://registry.example"])
        #expect(try scripts.log().contains("erase|https://registry.example"))
    }

    @Test(arguments: [
        "echo credentials not found in native keychain; exit 1",
        "echo '  Credentials Not Found   in native keychain  ' >&2; exit 1",
        "echo starting >&2; echo 'credentials not found in native keychain' >&2; echo nothing; exit 2",
        "echo '{}'",
        "echo null",
        #"echo '{"ServerURL":"h","Username":"","Secret":""}'"#,
        #"echo '{"Username":"<token>","Secret":""}'"#,
    ])
    func `every known form of "not found" is recognised`(answer: String) async throws {
        let scripts = try HelperScripts()
        try scripts.add("terse", answer)
        let store = NativeStore("terse", options: scripts.options())
        #expect(try await store.get(ServerAddress("registry.example")) == nil)
    }

    @Test func `text after the reply is ignored, and the reply needs no key`() async throws {
        let scripts = try HelperScripts()
        try scripts.add("chatty", #"echo noise >&2; echo '{"username":"ann","SECRET":"s","more":[1]} trailing'"#)
        let store = NativeStore("chatty", options: scripts.options())
        #expect(
            try await store.get(ServerAddress("registry.example")) == .password(username: "ann", password: Secret("s"))
        )
    }

    #if os(Linux)
    @Test(arguments: [true, false])
    func `a helper leads its own process group, so that it ends with its children`(
        mayUseTerminal: Bool
    ) async throws {
        let scripts = try HelperScripts()
        try scripts.add("grouped", #"printf '{"Username":"%s","Secret":"s"}' "$(cut -d ' ' -f 5 /proc/$$/stat)""#)
        var options = scripts.options()
        options.mayUseTerminal = mayUseTerminal
        let group = try await NativeStore("grouped", options: options).get(ServerAddress("h"))?.username
        let ours = try scripts.shell("cut -d ' ' -f 5 /proc/$(cut -d ' ' -f 4 /proc/$$/stat)/stat | tr -d '\\n'")
        #expect(group != nil && group != ours)
    }
    #endif

    @Test func `a store can be a closure from a host to its credential`() async throws {
        let store = MemoryStore([
            (try ServerAddress("docker.io"), .password(username: "ann", password: Secret("s")))
        ])
        let provider = store.credentialProvider()
        #expect(try await provider("registry-1.docker.io")?.username == "ann")
        #expect(try await provider("registry.example") == nil)
        await #expect(throws: ServerAddressError.self) { try await provider("") }
    }
}
