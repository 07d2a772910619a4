import HelperProtocol
import RegistryCredentials
import Testing

/// The places of other programs, alone and in their orders.
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
    func `each place answers alone, and all of them in the order of the preset`(
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
        // The places of other presets are not looked at.
        let home = try makeHome(Self.places.filter { !order.contains($0) })
        defer { home.keep() }
        #expect(try await store(sources, home, variables(home, [])).get(ServerAddress("h")) == nil)
    }

    @Test func `where REGISTRY_AUTH_FILE is set podman looks nowhere else`() async throws {
        let home = try makeHome([".docker/config.json", ".config/containers/auth.json"])
        defer { home.keep() }
        let variables = ["REGISTRY_AUTH_FILE": home.path("given.json")]
        #expect(try await store(.podman, home, variables).get(ServerAddress("h")) == nil)
        try home.write(Self.document("given"), to: "given.json")
        #expect(try await store(.podman, home, variables).get(ServerAddress("h"))?.username == "given")
    }

    @Test func `podman's files know namespaces, the longest first, and no credsStore`() async throws {
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

    @Test func `an order of one's own puts a login before the variable`() async throws {
        let home = try makeHome([".docker/config.json"])
        defer { home.keep() }
        let variables = ["DOCKER_AUTH_CONFIG": Self.document("variable")]
        let sources: CredentialSources = [.dockerConfig, .dockerAuthConfig]
        #expect(try await store(.docker, home, variables).get(ServerAddress("h"))?.username == "variable")
        #expect(try await store(sources, home, variables).get(ServerAddress("h"))?.username == ".docker/config.json")
    }

    @Test func `a save goes past what is read only, and a delete everywhere names what still answers`() async throws {
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
        let failures = try await store.deleteEverywhere(ServerAddress("h"))
        #expect(failures.map(\.layer) == ["DOCKER_AUTH_CONFIG"] && failures.first?.error.code == .unsupported)
        #expect(try !home.read().contains(#""h""#))
    }

    @Test func `without a home only what variables name is asked`() async throws {
        let store = FallbackStore(.ci, environment: ["DOCKER_AUTH_CONFIG": Self.document("variable")])
        // Podman's runtime file has a place without any variable: /run/containers/UID/auth.json.
        #expect(store.layers.map(\.name) == ["DOCKER_AUTH_CONFIG", "podman's runtime file"])
        #expect(try await store.get(ServerAddress("h"))?.username == "variable")
    }

    @Test func `a broken file hides none of the others and is reported`() async throws {
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
