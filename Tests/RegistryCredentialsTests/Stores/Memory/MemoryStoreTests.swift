import HelperProtocol
import RegistryCredentials
import Testing

struct MemoryStoreTests {
    private func credential(_ username: String) -> Credential {
        .password(username: username, password: Secret("s"))
    }

    @Test func `Docker Hub is found and deleted under every alias`() async throws {
        for name in ServerAddress.dockerHubNames {
            for other in ServerAddress.dockerHubNames {
                let store = MemoryStore()
                try await store.put(credential("ann"), for: ServerAddress(name))
                #expect(try await store.get(ServerAddress(other)) == credential("ann"), "\(name), \(other)")
                #expect(try await store.get(ServerAddress("https://index.docker.io/v1/")) == credential("ann"))
                try await store.delete(ServerAddress(other))
                #expect(try await store.get(ServerAddress(name)) == nil)
            }
        }
    }

    @Test(arguments: ["registry.example", "https://Registry.Example/v2/", "registry.example:443", "registry.example."])
    func `all aliases of a registry share one credential`(alias: String) async throws {
        let store = MemoryStore([(try ServerAddress("registry.example"), credential("ann"))])
        #expect(try await store.get(ServerAddress(alias)) == credential("ann"))
        try await store.put(credential("bob"), for: ServerAddress(alias))
        #expect(await store.list() == [ListedCredential(key: "registry.example", username: "bob")])
        #expect(try await store.get(ServerAddress("registry.example:5000")) == nil)
    }

    @Test func `the longest path is used, and only whole components match`() async throws {
        let store = MemoryStore([
            (try ServerAddress("registry.example"), credential("host")),
            (try ServerAddress("registry.example/team"), credential("team")),
            (try ServerAddress("registry.example/team/app"), credential("app")),
        ])
        for (server, username) in [
            ("registry.example", "host"), ("registry.example/team", "team"), ("registry.example/team/other", "team"),
            ("registry.example/team/app/x", "app"), ("registry.example/teams", "host"),
        ] {
            #expect(try await store.get(ServerAddress(server))?.username == username)
        }
        try await store.delete(ServerAddress("registry.example/team"))
        #expect(try await store.get(ServerAddress("registry.example/team"))?.username == "host")
        #expect(await store.list().map(\.key) == ["registry.example", "registry.example/team/app"])
    }

    @Test func `every kind is kept whole, an empty one is rejected, and deleting nothing succeeds`() async throws {
        let store = MemoryStore()
        let server = try ServerAddress("registry.example")
        let all = Credential(
            username: "ann",
            password: Secret("p"),
            identityToken: Secret("i"),
            registryToken: Secret("r")
        )
        await store.delete(server)
        try await store.put(all, for: server)
        #expect(try await store.get(server) == all)
        #expect(await storeError { try await store.put(Credential(), for: server) }?.code == .notRepresentable)
        #expect(try await store.get(server) == all)
    }
}
