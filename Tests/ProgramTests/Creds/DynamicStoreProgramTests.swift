import HelperProtocol
import RegistryCredentials
import TestSupport
import Testing

/// The config file in plain text, shared with the docker CLI, skopeo and podman.
@Suite(.serialized) struct DynamicStoreProgramTests {
    private static let login = Credential.password(
        username: LoopbackRegistry.username,
        password: Secret(LoopbackRegistry.password)
    )

    private func store(_ home: Sandbox) throws -> DynamicStore {
        var options = DynamicStore.Options()
        options.plaintext = .allow
        // Without a helper in PATH, docker saves logins in the file.
        return try DynamicStore(environment: home.environment, options: options)
    }

    /// A directory of programs without helpers, because docker uses any that it finds.
    private func path(_ home: Sandbox) throws -> [String: String] {
        try home.succeed(
            """
            mkdir tools
            for tool in docker skopeo podman cat; do ln -s "$(command -v $tool)" tools/; done
            """
        )
        return ["PATH": "\(home.root)/tools:/usr/sbin:/sbin"]
    }

    @Test(.requires("curl", "docker", "docker-registry", "htpasswd", "python3"))
    func `docker and the library find and delete each other's logins in the config file`() async throws {
        let home = try Sandbox()
        let registry = try LoopbackRegistry(in: home)
        let variables = try path(home)
        let server = try ServerAddress(registry.address)
        let store = try store(home)
        let inspect = "docker manifest inspect --insecure \(registry.address)/demo:1"
        try home.succeed("mkdir -m 700 .docker; printf '{\\n  \"auths\": {},\\n  \"x\": 1.0\\n}' > .docker/config.json")

        try await store.put(Self.login, for: server)
        try home.succeed(inspect, variables)
        #expect(try home.succeed("cat .docker/config.json").hasSuffix("\n  \"x\": 1.0\n}"))
        try await store.delete(server)
        #expect(try home.succeed("cat .docker/config.json") == "{\n  \"auths\": {},\n  \"x\": 1.0\n}")
        #expect(try !home.shell(inspect, variables).succeeded)

        try home.succeed(
            "printf '%s' '\(LoopbackRegistry.password)' | docker login --username alice --password-stdin \(registry.address)",
            variables
        )
        #expect(try await store.get(server) == Self.login)
        #expect(try await store.list().map(\.key) == [registry.address])
        try home.succeed("docker logout \(registry.address)", variables)
        #expect(try await store.get(server) == nil)
    }

    @Test(.requires("curl", "docker-registry", "htpasswd", "python3", "skopeo"), arguments: ["skopeo", "podman"])
    func `podman, skopeo and the library find and delete each other's logins in podman's file`(
        _ client: String
    ) async throws {
        let home = try Sandbox()
        let registry = try LoopbackRegistry(in: home)
        let file = "\(home.root)/auth.json"
        var options = DynamicStore.Options()
        options.plaintext = .allow
        let variables = ["REGISTRY_AUTH_FILE": file]
        let store = FallbackStore(
            .podman,
            environment: home.environment.merging(variables) { $1 },
            options: options
        )
        let server = try ServerAddress("\(registry.address)/demo")
        try await store.put(Self.login, for: server)
        let inspect = "skopeo inspect --tls-verify=false docker://\(registry.address)/demo:1"
        try home.succeed(inspect, variables)
        // The credential of a namespace is not used for another.
        #expect(try await store.get(ServerAddress("\(registry.address)/other")) == nil)
        try await store.delete(server)
        #expect(try !home.shell(inspect, variables).succeeded)

        try home.succeed(
            "printf '%s' '\(LoopbackRegistry.password)' | \(client) login --tls-verify=false --username alice "
                + "--password-stdin \(registry.address)",
            variables
        )
        #expect(try await store.get(server) == Self.login)
        #expect(try await store.get(ServerAddress(registry.address)) == Self.login)
        try home.succeed("\(client) logout \(registry.address)", variables)
        #expect(try await store.get(server) == nil)
    }
}
