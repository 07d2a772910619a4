import HTTPTypes
import HelperProtocol
import RegistryCredentials
import RegistryLogin
import Testing

/// A client that is made from an image's name and a store.
struct RegistryClientTests {
    @Test func `a manifest takes one challenge and one token, and the next request sends the token at once`()
        async throws
    {
        let fake = FakeRegistry.withTokens()
        let client = try fake.client()
        let manifest = try await client.manifest()
        #expect(String(decoding: manifest.body, as: UTF8.self) == #"{"schemaVersion":2}"#)
        _ = try await client.get("tags/list")
        #expect(
            fake.network.summaries == [
                "GET https://registry.example/v2/team/app/manifests/1",
                "GET https://auth.example/token?service=registry.example&scope=repository%3Ateam%2Fapp%3Apull"
                    + "&account=ann&client_id=swift-docker-credentials [Basic]",
                "GET https://registry.example/v2/team/app/manifests/1 [Bearer]",
                "GET https://registry.example/v2/team/app/tags/list [Bearer]",
            ]
        )
    }

    @Test(arguments: [
        ("team/app", "registry-1.docker.io", "/v2/team/app/manifests/latest"),
        ("ubuntu:22.04", "registry-1.docker.io", "/v2/library/ubuntu/manifests/22.04"),
        (
            "docker.io/library/ubuntu@sha256:\(String(repeating: "a", count: 64))", "registry-1.docker.io",
            "/v2/library/ubuntu/manifests/sha256:\(String(repeating: "a", count: 64))"
        ),
        ("registry.example:5000/app", "registry.example:5000", "/v2/app/manifests/latest"),
    ])
    func `the address and the path of a manifest follow from the image's name`(
        image: String,
        authority: String,
        path: String
    ) async throws {
        let fake = FakeRegistry()
        fake.network.serve("https://\(authority)") { _, _ in .status(200, [:], "{}") }
        _ = try await fake.client(image: image).manifest()
        let request = try #require(fake.network.records.first?.request)
        #expect(request.authority == authority)
        #expect(request.path == path)
        #expect(request.headerFields[.accept] == RegistryClient.manifestTypes.joined(separator: ", "))
    }

    @Test(arguments: [
        (HTTPRequest.Method.get, "pull"), (.head, "pull"), (.put, "pull%2Cpush"), (.post, "pull%2Cpush"),
        (.patch, "pull%2Cpush"), (.delete, "delete"),
    ])
    func `a token allows what the method needs in the image's repository`(
        method: HTTPRequest.Method,
        actions: String
    ) async throws {
        let fake = FakeRegistry.withTokens()
        let request = HTTPRequest(method: method, scheme: nil, authority: nil, path: "/v2/team/app/manifests/2")
        _ = try await fake.client().send(request, body: Array("{}".utf8))
        #expect(fake.network.records[1].address.contains("scope=repository%3Ateam%2Fapp%3A\(actions)"))
        #expect(fake.network.records.last?.body == "{}")
    }

    @Test func `tasks that begin together share one look-up in the store and one token`() async throws {
        // A task may begin at any moment of another one's look-up, also at its end.
        for _ in 0..<100 {
            let fake = FakeRegistry.withTokens()
            let store = RecordingStore(["registry.example/team/app": FakeRegistry.credential])
            let client = try fake.client(store)
            try await withThrowingTaskGroup { group in
                for _ in 0..<10 { group.addTask { _ = try await client.manifest() } }
                try await group.waitForAll()
            }
            #expect(await store.calls == ["get registry.example/team/app"])
            #expect(fake.tokenRequests.count == 1)
        }
    }

    @Test func `clients with one cache of tokens share a token`() async throws {
        let fake = FakeRegistry.withTokens()
        let cache = TokenCache()
        for _ in 0..<2 { _ = try await fake.client(cache: cache).manifest() }
        #expect(fake.tokenRequests.count == 1)
    }

    @Test func `a registry on this machine is found with TLS first and plain HTTP after it, and asked once`()
        async throws
    {
        let fake = FakeRegistry()
        fake.network.serve("http://127.0.0.1:5000") { _, _ in .status(200, [:], "{}") }
        let client = try fake.client(image: "127.0.0.1:5000/app:1")
        for _ in 0..<2 { _ = try await client.manifest() }
        #expect(
            fake.network.summaries == [
                "GET https://127.0.0.1:5000/v2/", "GET http://127.0.0.1:5000/v2/",
                "GET http://127.0.0.1:5000/v2/app/manifests/1", "GET http://127.0.0.1:5000/v2/app/manifests/1",
            ]
        )
    }

    @Test func `another registry is never reached without TLS unless the options allow it`() async throws {
        let fake = FakeRegistry()
        fake.network.serve("http://registry.example:443") { _, _ in .status(200, [:], "{}") }
        let client = try fake.client()
        let error = try await #require(throws: LoginError.self) { try await client.manifest() }
        #expect(error.code == .unreachable)
        #expect(fake.network.records.allSatisfy { $0.request.scheme == "https" })
    }
}
