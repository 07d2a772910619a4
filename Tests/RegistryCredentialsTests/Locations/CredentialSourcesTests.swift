import HelperProtocol
import RegistryCredentials
import Testing

/// The locations of other programs' credentials, alone and in the order of each preset.
struct CredentialSourcesTests {
    /// An entry for a user, with the password `hunter`.
    static func document(_ user: String, server: String = "h") -> String {
        let auth = DocumentStoreTests.base64("\(user):hunter")
        return #"{"auths":{"\#(server)":{"auth":"\#(auth)"}}}"#
    }

    static let places = [
        ".docker/config.json", "run/containers/auth.json", ".config/containers/auth.json", "given.json", ".netrc",
        ".dockercfg",
    ]

    private func makeHome(_ places: [String]) throws -> ConfigHome {
        let home = try ConfigHome()
        for place in places {
            switch place {
            case ".netrc": try home.write("machine h login .netrc password hunter", to: place)
            case ".dockercfg":
                try home.write(#"{"h":{"auth":"\#(DocumentStoreTests.base64(".dockercfg:hunter"))"}}"#, to: place)
            default: try home.write(Self.document(place), to: place)
            }
        }
        return home
    }

    private func store(
        _ sources: CredentialSources,
        _ home: ConfigHome,
        _ variables: [String: String] = [:]
    ) -> FallbackStore {
        FallbackStore(
            sources,
            environment: home.variables.merging(["XDG_RUNTIME_DIR": home.path("run")]) { $1 }.merging(variables) { $1 }
        )
    }

    static let presets: [(name: String, sources: CredentialSources, order: [String])] = [
        ("docker", .docker, ["DOCKER_AUTH_CONFIG", ".docker/config.json"]),
        (
            "podman", .podman,
            ["run/containers/auth.json", ".config/containers/auth.json", ".docker/config.json", ".dockercfg"]
        ),
        (
            "docker, then podman", .dockerThenPodman,
            [
                "DOCKER_AUTH_CONFIG", ".docker/config.json", "given.json", "run/containers/auth.json",
                ".config/containers/auth.json", ".dockercfg",
            ]
        ),
        (
            "ci", .ci,
            [
                "DOCKER_AUTH_CONFIG", "given.json", ".docker/config.json", "run/containers/auth.json",
                ".config/containers/auth.json", ".netrc",
            ]
        ),
    ]

    @Test(arguments: presets)
    func `each location works alone, and all of them work in the order of the preset`(
        _ name: String,
        _ sources: CredentialSources,
        _ order: [String]
    ) async throws {
        func variables(_ home: ConfigHome, _ places: ArraySlice<String>) -> [String: String] {
            var variables: [String: String] = [:]
            if places.contains("DOCKER_AUTH_CONFIG") {
                variables["DOCKER_AUTH_CONFIG"] = Self.document("DOCKER_AUTH_CONFIG")
            }
            if order.contains("given.json") { variables["REGISTRY_AUTH_FILE"] = home.path("given.json") }
            return variables
        }
        for index in order.indices {
            for places in [order[index...index], order[index...]] {
                let home = try makeHome(places.filter { $0 != "DOCKER_AUTH_CONFIG" })
                defer { home.keep() }
                let store = store(sources, home, variables(home, places))
                #expect(try await store.get(ServerAddress("h"))?.username == order[index], "\(name): \(places)")
            }
        }
        // The locations of other presets are not read.
        let home = try makeHome(Self.places.filter { !order.contains($0) })
        defer { home.keep() }
        #expect(try await store(sources, home, variables(home, [])).get(ServerAddress("h")) == nil)
    }

    @Test func `podman reads no other file if REGISTRY_AUTH_FILE is set`() async throws {
        let home = try makeHome([".docker/config.json", ".config/containers/auth.json"])
        defer { home.keep() }
        let variables = ["REGISTRY_AUTH_FILE": home.path("given.json")]
        #expect(try await store(.podman, home, variables).get(ServerAddress("h")) == nil)
        try home.write(Self.document("given"), to: "given.json")
        #expect(try await store(.podman, home, variables).get(ServerAddress("h"))?.username == "given")
    }

    @Test func `podman's files support namespaces, longest first, and no credsStore`() async throws {
        let home = try ConfigHome()
        defer { home.keep() }
        let auth = DocumentStoreTests.base64
        try home.write(
            """
            {"credsStore":"absent","auths":{"h":{"auth":"\(auth("host:p"))"},"h/team":{"auth":"\(auth("team:p"))"},
            "h/team/app":{"auth":"\(auth("app:p"))"}}}
            """,
            to: ".config/containers/auth.json"
        )
        for (server, user) in [
            ("h", "host"), ("h/other", "host"), ("h/team", "team"), ("h/team/app", "app"), ("h/team/app/x", "app"),
            ("h/teams", "host"),
        ] {
            #expect(try await store(.podman, home).get(ServerAddress(server))?.username == user, "\(server)")
        }
        var users: [String?] = []
        for try await credential in store(.podman, home).credentials(for: try ServerAddress("h/team/app")) {
            users.append(credential.username)
        }
        #expect(users == ["app", "team", "host"])
    }

    @Test func `a custom order can put a login before the variable`() async throws {
        let home = try makeHome([".docker/config.json"])
        defer { home.keep() }
        let variables = ["DOCKER_AUTH_CONFIG": Self.document("variable")]
        let sources: CredentialSources = [.dockerConfig, .dockerAuthConfig]
        #expect(try await store(.docker, home, variables).get(ServerAddress("h"))?.username == "variable")
        #expect(try await store(sources, home, variables).get(ServerAddress("h"))?.username == ".docker/config.json")
    }

    @Test func `a save skips read-only locations, and deleting everywhere names the ones that remain`() async throws {
        let home = try makeHome([".docker/config.json"])
        defer { home.keep() }
        var options = DynamicStore.Options()
        options.plaintext = .allow
        let store = FallbackStore(
            .docker,
            environment: home.variables.merging(["DOCKER_AUTH_CONFIG": Self.document("variable")]) { $1 },
            options: options
        )
        try await store.put(.password(username: "new", password: Secret("hunter")), for: ServerAddress("i"))
        #expect(try home.read().contains(#""i""#))
        let reports = try await store.deleteEverywhere(ServerAddress("h"))
        #expect(reports.map(\.layer) == ["DOCKER_AUTH_CONFIG", "Docker's configuration"])
        #expect(reports.map(\.report.failure?.code) == [.unsupported, nil])
        #expect(reports[1].report.removed == [.init(file: home.path(), key: "h")])
        #expect(try !home.read().contains(#""h""#))
    }

    @Test func `an unknown location is an error, unless another one has the credential`() async throws {
        let found = FallbackStore(.ci, environment: ["DOCKER_AUTH_CONFIG": Self.document("variable")])
        #expect(try await found.get(ServerAddress("h"))?.username == "variable")
        for sources in [CredentialSources.docker, .podman, .dockerThenPodman, .ci, [.netrc], [.dockercfg]] {
            let store = FallbackStore(sources, environment: [:])
            let error = await storeError { _ = try await store.get(ServerAddress("h")) }
            #expect(error?.code == .unavailable && error?.message.contains("HOME") == true)
            #expect(try await store.explain(ServerAddress("h")).failure == error)
            #expect(try await store.deleteEverywhere(ServerAddress("h")).compactMap(\.report.failure).count == 1)
        }
    }

    @Test func `an unexpanded tilde is reported`() async throws {
        let store = FallbackStore(.docker, environment: ["HOME": "/nowhere", "DOCKER_CONFIG": "~/.docker"])
        let error = await storeError { _ = try await store.get(ServerAddress("h")) }
        #expect(error?.message.contains("DOCKER_CONFIG is ~/.docker") == true)
    }

    @Test func `a file that two variables name is a single layer`() async throws {
        let home = try makeHome([".config/containers/auth.json"])
        defer { home.keep() }
        let store = store(.dockerThenPodman, home, ["REGISTRY_AUTH_FILE": home.path(".config/containers/auth.json")])
        let steps = try await store.explain(ServerAddress("h")).steps
        #expect(steps.filter { $0.place.file == home.path(".config/containers/auth.json") }.count == 1)
        // The list includes locations that do not exist; the text does not.
        #expect(steps.contains { $0.content == .absent })
        let text = "\(try await store.explain(ServerAddress("h")))"
        #expect(text.split(separator: "\n").count == 2, "\(text)")
    }

    @Test(
        arguments: [
            (#"{"auths":{"h":{"auth":"dTpw"}}}"#, nil),
            (#"{"auths":{"h":{"auth":"dTpw"}}} x"#, "text follows the document"),
            (#"{"auths":{"h":{"auth":"dTpw"}},"credsStore":"pass"}"#, "it has the member 'credsStore'"),
            (#"{"auths":{"h":{"auth":"dTpw","email":"e"}}}"#, "its entry for h has the member 'email'"),
            (#"{"auths":{"h":{"username":"u","password":"p"}}}"#, "its entry for h has the member 'username'"),
            (#"{"auths":{"h":{"auth":"dTpw"},"i":{}}}"#, #"its entry for i has no "auth""#),
        ] as [(String, String?)]
    )
    func `a variable that docker ignores is read, with a note that docker ignores it`(
        document: String,
        reason: String?
    ) async throws {
        let reports = Collected<String>()
        let store = FallbackStore(
            .docker,
            environment: ["HOME": "/nowhere", "DOCKER_AUTH_CONFIG": document]
        ) { reports.add("\($1.message)") }
        #expect(try await store.get(ServerAddress("h"))?.username == "u")
        #expect(await reports.all == (reason.map { ["docker ignores DOCKER_AUTH_CONFIG: \($0)"] } ?? []))
        let explanation = try await store.explain(ServerAddress("h"))
        #expect(explanation.usedStep?.note == reason.map { "docker ignores DOCKER_AUTH_CONFIG: \($0)" })
        #expect(!"\(explanation)".contains("DOCKER_AUTH_CONFIG, DOCKER_AUTH_CONFIG"))
    }

    @Test(arguments: [
        #"{"h":{"auth":"dTpw"}}"#, #"{"HttpHeaders":{},"h":{"auth":"dTpw","email":""}}"#,
    ])
    func `entries in the legacy format are reported in every location`(document: String) async throws {
        let home = try ConfigHome(document)
        defer { home.keep() }
        let error = await storeError { _ = try await store(.docker, home).get(ServerAddress("h")) }
        #expect(error?.message.contains("the form of ~/.dockercfg") == true)
    }

    @Test func `a broken file is reported and hides no other file`() async throws {
        let home = try makeHome(["run/containers/auth.json"])
        defer { home.keep() }
        try home.write("hunter", to: ".docker/config.json")
        let reports = Collected<String>()
        let store = FallbackStore(
            .dockerThenPodman,
            environment: home.variables.merging(["XDG_RUNTIME_DIR": home.path("run")]) { $1 }
        ) { reports.add("\($0): \($1.message)") }
        #expect(try await store.get(ServerAddress("h"))?.username == "run/containers/auth.json")
        let all = await reports.all
        #expect(all.count == 1 && all[0].hasPrefix("Docker's configuration: the file is not JSON"))
        #expect(!all[0].contains("hunter"))
    }
}
