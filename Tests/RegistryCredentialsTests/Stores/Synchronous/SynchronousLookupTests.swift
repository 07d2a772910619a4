import Codecs
import HelperProtocol
import RegistryCredentials
import Testing

/// Lookups that are plain function calls, in files and variables alone.
struct SynchronousLookupTests {
    /// `ann:hunter2`, as an entry of `auths`.
    static func auths(_ key: String, _ user: String = "ann") -> String {
        let auth = Base64().encode(Array("\(user):hunter2".utf8))
        return #"{"auths": {"\#(key)": {"auth": "\#(auth)"}}}"#
    }

    /// A home directory; `$HOME`, `$RUNTIME` and the like are its variables.
    static func environment(of home: HelperScripts, _ more: [String: String] = [:]) -> [String: String] {
        home.environment.merging(["HOME": "\(home.path)", "XDG_RUNTIME_DIR": "\(home.path)/run"]) { $1 }
            .merging(more) { $1 }
    }

    @Test(arguments: [
        (".docker/config.json", Self.auths("registry.example", "docker"), "docker"),
        ("run/containers/auth.json", Self.auths("registry.example/team", "podman"), "podman"),
        (".config/containers/auth.json", Self.auths("registry.example", "persistent"), "persistent"),
        (".netrc", "machine registry.example login netrc password hunter2", "netrc"),
    ])
    func `each file is read by the rules of its program`(file: String, content: String, user: String) async throws {
        let home = try HelperScripts()
        try home.shell(
            "mkdir -p \"$DIRECTORY/.docker\" \"$DIRECTORY/run/containers\" \"$DIRECTORY/.config/containers\""
        )
        try home.write(content, to: file, mode: "600")
        let variables = Self.environment(of: home)
        let lookup = SynchronousLookup(environment: variables)
        let image = try ImageReference("registry.example/team/app:1")
        #expect(try lookup.get(image)?.username == user)
        #expect(try lookup.get(image)?.password == Secret("hunter2"))
        // The stores that wait find the same.
        #expect(try await FallbackStore(.ci, environment: variables).get(image) == lookup.get(image))
    }

    @Test func `the variable takes precedence over files, and a missing home directory is no obstacle`() throws {
        let home = try HelperScripts()
        try home.write("machine registry.example login netrc password hunter2", to: ".netrc", mode: "600")
        let document = Self.auths("registry.example", "variable")
        for variables in [Self.environment(of: home), [:]] {
            let lookup = SynchronousLookup(environment: variables.merging(["DOCKER_AUTH_CONFIG": document]) { $1 })
            #expect(try lookup.get(ServerAddress("registry.example"))?.username == "variable")
        }
    }

    @Test func `without an entry there is no credential, and a damaged file is an error that names it`() throws {
        let home = try HelperScripts()
        let lookup = SynchronousLookup(environment: Self.environment(of: home))
        let server = try ServerAddress("registry.example")
        #expect(try lookup.get(server) == nil)
        try home.shell("mkdir -p \"$DIRECTORY/.docker\"")
        try home.write("{", to: ".docker/config.json", mode: "600")
        let error = try #require(throws: CredentialStoreError.self) { try lookup.get(server) }
        #expect(error.code == .damaged)
        #expect(error.place.file == "\(home.path)/.docker/config.json")
    }

    @Test(arguments: [#""credsStore": "recorder""#, #""credHelpers": {"registry.example": "recorder"}"#])
    func `a configured helper is not run: the next place is searched, and without one the error names the helper`(
        setting: String
    ) throws {
        let home = try HelperScripts()
        try home.addRecording()
        try home.shell("mkdir -p \"$DIRECTORY/.docker\"")
        let entry = Self.auths("registry.example", "stale").dropFirst()
        try home.write("{\(setting), \(entry)", to: ".docker/config.json", mode: "600")
        let lookup = SynchronousLookup(environment: Self.environment(of: home))
        let server = try ServerAddress("registry.example")
        let error = try #require(throws: CredentialStoreError.self) { try lookup.get(server) }
        #expect(error.code == .denied)
        #expect(error.message == "docker-credential-recorder was not run: this process may not run programs")
        #expect(error.place.helper == "docker-credential-recorder")
        try home.write("machine registry.example login netrc password hunter2", to: ".netrc", mode: "600")
        #expect(try lookup.get(server)?.username == "netrc")
        #expect(try home.log().isEmpty)
    }

    @Test func `every kind of location can be read`() throws {
        let home = try HelperScripts()
        let path = "\(home.path)/file"
        let all: CredentialSources = [
            .dockerAuthConfig, .dockerConfig, .registryAuthFile, .podmanRuntimeFile, .podmanConfigFile, .dockercfg,
            .netrc, .kubernetesSecret(path), .file(path),
        ]
        for sources in [all, .docker, .podman, .dockerThenPodman, .ci] {
            let variables = Self.environment(of: home, ["REGISTRY_AUTH_FILE": path, "DOCKER_AUTH_CONFIG": "{}"])
            #expect(try SynchronousLookup(sources, environment: variables).get(ServerAddress("docker.io")) == nil)
        }
    }
}
