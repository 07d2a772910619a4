import HelperProtocol
import SystemPackage
import SystemSupport
import Testing

@testable import RegistryCredentials

/// The credential helpers of podman's registries.conf, and where they are used.
struct RegistriesConfTests {
    /// The files that exist, and the helpers that podman 6 then uses.
    static let machines: [(files: [String: String], user: UInt32, helpers: [String])] = [
        ([:], 1000, ["containers-auth.json"]),
        (["usr/share/containers/registries.conf": "['vendor']"], 1000, ["vendor"]),
        (
            ["usr/share/containers/registries.conf": "['vendor']", "etc/containers/registries.conf": "['admin']"], 0,
            ["admin"]
        ),
        (
            ["etc/containers/registries.conf": "['admin']", "home/.config/containers/registries.conf": "['own']"], 0,
            ["own"]
        ),
        // Drop-in files of all directories are read by name, whichever the main file is.
        (
            ["home/.config/containers/registries.conf": "['own']", "etc/containers/registries.conf.d/a.conf": "['a']"],
            0,
            ["a"]
        ),
        (
            [
                "etc/containers/registries.conf.d/b.conf": "['b']",
                "home/.config/containers/registries.conf.d/a.conf": "['a']",
            ], 0, ["b"]
        ),
        (
            [
                "etc/containers/registries.conf.d/a.conf": "['admin']",
                "home/.config/containers/registries.conf.d/a.conf": "['own']",
            ], 0, ["own"]
        ),
        (["etc/containers/registries.conf.d/a.txt": "['a']"], 0, ["containers-auth.json"]),
        (["etc/containers/registries.rootful.conf.d/a.conf": "['a']"], 0, ["a"]),
        (["etc/containers/registries.rootful.conf.d/a.conf": "['a']"], 1000, ["containers-auth.json"]),
        (["etc/containers/registries.rootless.conf.d/a.conf": "['a']"], 1000, ["a"]),
        (["usr/share/containers/registries.rootless.conf.d/1000/a.conf": "['a']"], 1000, ["a"]),
        (["usr/share/containers/registries.rootless.conf.d/1000/a.conf": "['a']"], 1001, ["containers-auth.json"]),
        // An empty list is the default, and replaces an earlier one.
        (
            ["etc/containers/registries.conf": "['a']", "etc/containers/registries.conf.d/b.conf": "[]"], 0,
            ["containers-auth.json"]
        ),
        (
            ["etc/containers/registries.conf": "['a', 'containers-auth.json', 'b']"], 0,
            ["a", "containers-auth.json", "b"]
        ),
    ]

    @Test(arguments: machines)
    func `the last file in podman's order is used`(files: [String: String], user: UInt32, helpers: [String]) throws {
        let home = try ConfigHome()
        defer { home.keep() }
        for (path, list) in files { try home.write("credential-helpers = \(list)\n", to: path) }
        let conf = try RegistriesConf(
            environment: ProcessEnvironment(["HOME": home.path("home")]),
            user: user,
            system: FilePath(home.path("."))
        )
        #expect(conf.credentialHelpers == helpers)
        #expect(
            (conf.origin == nil) == !files.keys.contains {
                !$0.hasSuffix(".txt") && helpers != ["containers-auth.json"]
            }
                || helpers == ["containers-auth.json"]
        )
    }

    @Test func `a variable names the only file, and another one the last`() throws {
        let home = try ConfigHome()
        defer { home.keep() }
        try home.write("credential-helpers = ['own']", to: ".config/containers/registries.conf.d/a.conf")
        try home.write("credential-helpers = ['named']", to: "named.conf")
        try home.write("credential-helpers = ['last']", to: "last.conf")
        func helpers(_ more: [String: String]) throws -> [String] {
            let variables = home.variables.merging(more) { $1 }
            return try RegistriesConf(environment: ProcessEnvironment(variables), system: "/nowhere").credentialHelpers
        }
        #expect(try helpers([:]) == ["own"])
        #expect(try helpers(["CONTAINERS_REGISTRIES_CONF": home.path("named.conf")]) == ["named"])
        #expect(try helpers(["CONTAINERS_REGISTRIES_CONF_OVERRIDE": home.path("last.conf")]) == ["last"])
        #expect(throws: CredentialStoreError.self) { try helpers(["CONTAINERS_REGISTRIES_CONF": home.path("absent")]) }
    }

    @Test(arguments: [
        "credential-helpers = 'a'", "credential-helpers = [1]", "credential-helpers = ['a'", "[credential-helpers]",
        "credential-helpers = [['a']]",
    ])
    func `a file that podman rejects is an error, and hides no other location`(text: String) async throws {
        let home = try ConfigHome(CredentialSourcesTests.document("docker"))
        defer { home.keep() }
        try home.write(text, to: ".config/containers/registries.conf.d/a.conf")
        let store = FallbackStore(.dockerThenPodman, environment: home.variables)
        #expect(try await store.get(ServerAddress("h"))?.username == "docker")
        let error = await storeError { _ = try await store.get(ServerAddress("absent.example")) }
        #expect(
            error?.code == .damaged && error?.place.file == home.path(".config/containers/registries.conf.d/a.conf")
        )
    }

    /// A home in which podman's `auth.json` and two helpers have a credential for `h`.
    private func home(_ helpers: String) throws -> (home: ConfigHome, variables: [String: String]) {
        let home = try ConfigHome()
        try home.write(CredentialSourcesTests.document("file"), to: ".config/containers/auth.json")
        try home.write("credential-helpers = \(helpers)", to: ".config/containers/registries.conf.d/a.conf")
        for name in ["one", "two"] {
            try home.scripts.add(
                name,
                """
                case $1 in
                get) printf '{"ServerURL":"h","Username":"\(name)","Secret":"x"}' ;;
                list) printf '{"h":"\(name)"}' ;;
                *) cat >/dev/null ;;
                esac
                """
            )
        }
        return (home, home.variables.merging(["XDG_RUNTIME_DIR": home.path("run")]) { $1 })
    }

    static let orders: [(helpers: String, users: [String])] = [
        ("['one', 'containers-auth.json', 'two']", ["one", "file", "two"]), ("['two', 'one']", ["two", "one"]),
        ("['containers-auth.json', 'one']", ["file", "one"]), ("['containers-auth.json']", ["file"]),
    ]

    @Test(arguments: orders)
    func `helpers and podman's files are searched in the order of the list`(
        helpers: String,
        users: [String]
    ) async throws {
        let (home, variables) = try home(helpers)
        defer { home.keep() }
        for sources in [CredentialSources.podman, .dockerThenPodman] {
            let store = FallbackStore(sources, environment: variables)
            var found: [String?] = []
            for try await credential in store.credentials(for: try ServerAddress("h")) {
                found.append(credential.username)
            }
            #expect(found == users)
            let listed = try await store.listEverywhere().flatMap { try $0.result.get() }
            #expect(listed.map(\.username) == users)
        }
    }

    @Test func `explain names the setting, and a save with podman's rules goes to the first helper`() async throws {
        let (home, variables) = try home("['one']")
        defer { home.keep() }
        let store = FallbackStore(.podman, environment: variables)
        let text = "\(try await store.explain(ServerAddress("h")))"
        #expect(text.contains("podman's credential helpers, "))
        #expect(text.contains("docker-credential-one, key h, named by credential-helpers: user one"), "\(text)")
        let report = try await store.putReporting(.ann, for: ServerAddress("h"))
        #expect(report.place.helper == "docker-credential-one")
    }

    @Test func `podman's key is used, its namespaces are not, and docker's entry stays`() async throws {
        let home = try ConfigHome()
        defer { home.keep() }
        try home.write("credential-helpers = ['recorder']", to: ".config/containers/registries.conf.d/a.conf")
        try home.scripts.addRecording()
        var options = NativeStore.Options()
        options.environment = home.variables
        let docker = NativeStore("recorder", options: options)
        try await docker.put(.password(username: "docker", password: Secret("1")), for: ServerAddress("docker.io"))
        let podman = FallbackStore(.podman, environment: home.variables)
        let hub = try ServerAddress("docker.io")
        #expect(try await podman.get(hub) == nil)
        #expect(try await podman.putReporting(.ann, for: hub).place.key == "docker.io")
        #expect(try await podman.get(hub)?.username == "ann")
        #expect(try await podman.get(ImageReference("debian"))?.username == "ann")
        #expect(try await docker.list().map(\.key).sorted() == ["docker.io", "https://index.docker.io/v1/"])

        let team = try ServerAddress("docker.io/team")
        options.aliases = .podman
        let helper = NativeStore("recorder", options: options)
        let error = await storeError { try await helper.put(.ann, for: team) }
        #expect(error?.code == .unsupported)
        #expect(await storeError { try await podman.put(.ann, for: team) }?.code == .unsupported)
        try await helper.delete(team)
        #expect(try await docker.list().count == 2)
        try home.write(
            "credential-helpers = ['recorder', 'containers-auth.json']",
            to: ".config/containers/registries.conf.d/a.conf"
        )
        var allowing = DynamicStore.Options()
        allowing.plaintext = .allow
        let both = FallbackStore(
            .podman,
            environment: home.variables.merging(["REGISTRY_AUTH_FILE": home.path("auth.json")]) { $1 },
            options: allowing
        )
        #expect(try await both.putReporting(.ann, for: team).place.file == home.path("auth.json"))
        #expect(try await both.get(team) == .ann)
        try await both.delete(team)
        #expect(try home.read("auth.json").contains("docker.io/team") == false)
        try await podman.delete(hub)
        #expect(try await docker.list().isEmpty)
    }

    @Test(arguments: [("['recorder']", true), ("['other', 'recorder']", true), ("['containers-auth.json']", false)])
    func `podman shares a login of docker if its helper has one under podman's key`(
        helpers: String,
        shares: Bool
    ) async throws {
        let home = try ConfigHome(#"{"credsStore": "recorder"}"#)
        defer { home.keep() }
        try home.write("credential-helpers = \(helpers)", to: ".config/containers/registries.conf.d/a.conf")
        try home.scripts.addRecording()
        let variables = home.variables.merging(["XDG_RUNTIME_DIR": home.path("run")]) { $1 }
        let docker = try DynamicStore(environment: variables)
        let (registry, hub) = (try ServerAddress("registry.example"), try ServerAddress("docker.io"))
        try await docker.put(.ann, for: registry)
        try await docker.put(.ann, for: hub)
        let files = try PodmanFiles(environment: variables)
        #expect(try await files.share(registry, with: docker) == shares)
        #expect(try await !files.share(hub, with: docker))
        #expect(try await files.nameHelper(of: hub, in: docker) == shares)
    }
}
