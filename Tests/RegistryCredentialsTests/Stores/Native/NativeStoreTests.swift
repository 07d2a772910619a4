import HelperProtocol
import RegistryCredentials
import Testing

/// What a helper is asked for, and what its answers mean.
struct NativeStoreTests {
    @Test func `each verb hands the helper the bytes that Docker does`() async throws {
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

    @Test func `the user named <token> is an identity token, both ways`() async throws {
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
    func `a credential that the helper would keep in part is refused, and the helper not run`(
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

    @Test func `a user name beside an identity token is left out, as docker does, and told`() async throws {
        let scripts = try HelperScripts()
        try scripts.addRecording()
        let store = NativeStore("recorder", options: scripts.options())
        let server = try ServerAddress("registry.example")
        let report = try await store.putReporting(.identityToken(Secret("hunter2"), username: "ann"), for: server)
        #expect(report.omittedUsername == "ann")
        #expect(report.place == .init(key: "registry.example", helper: "docker-credential-recorder"))
        #expect(try await store.get(server) == .identityToken(Secret("hunter2")))
    }

    /// The keys that a helper has, beside others, and the one that a lookup is answered from.
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
            ("registry.example/team/app", ["registry.example/team", "registry.example"], "registry.example"),
            ("docker.io", ["index.docker.io", "https://index.docker.io/v1/refresh-token"], "index.docker.io"),
            ("docker.io", ["https://index.docker.io/v1/refresh-token"], nil),
            ("registry.example", ["registry.example:5000", "other.example"], nil),
        ] as [(String, [String], String?)]
    )
    func `the key that docker uses is asked for, then the best alias of the list and no other`(
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
        options.aliases = .dockerOnly
        _ = try await NativeStore("recorder", options: options).get(ServerAddress(server))
        #expect(try scripts.log() == ["get|\(ServerAddress(server).dockerKey)"])
    }

    /// What a process beside the store puts into the helper, which is then no longer in its log.
    private func store(_ key: String, user: String, with scripts: HelperScripts) throws {
        try scripts.shell(
            #"printf '{"ServerURL":"%s","Username":"%s","Secret":"s"}' "$KEY" "$NAME" | docker-credential-recorder store"#,
            ["KEY": key, "NAME": user]
        )
        _ = try scripts.log()
    }

    @Test func `an address with a secret in it is no key of a helper`() async throws {
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
    func `after a delete no spelling answers, and other servers do`(server: String, stored: [String]) async throws {
        let scripts = try HelperScripts()
        // As the helper for pass in Go does, erasing what is not there fails in words of its own.
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
        // Nothing is there to delete any more.
        try await store.delete(ServerAddress(server))
    }

    @Test func `a delete that leaves something behind throws, and has tried the rest`() async throws {
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
    func `in all these words a credential is not there`(answer: String) async throws {
        let scripts = try HelperScripts()
        try scripts.add("terse", answer)
        let store = NativeStore("terse", options: scripts.options())
        #expect(try await store.get(ServerAddress("registry.example")) == nil)
    }

    @Test func `what follows the answer is ignored, and the answer needs no key`() async throws {
        let scripts = try HelperScripts()
        try scripts.add("chatty", #"echo noise >&2; echo '{"username":"ann","SECRET":"s","more":[1]} trailing'"#)
        let store = NativeStore("chatty", options: scripts.options())
        #expect(
            try await store.get(ServerAddress("registry.example")) == .password(username: "ann", password: Secret("s"))
        )
    }

    #if os(Linux)
    @Test(arguments: [true, false])
    func `a helper leads a process group of its own, so that it ends with all that it started`(
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

    @Test func `the store is a function from a host to its credential`() async throws {
        let store = MemoryStore([
            (try ServerAddress("docker.io"), .password(username: "ann", password: Secret("s")))
        ])
        let provider = store.credentialProvider()
        #expect(try await provider("registry-1.docker.io")?.username == "ann")
        #expect(try await provider("registry.example") == nil)
        await #expect(throws: ServerAddressError.self) { try await provider("") }
    }
}
