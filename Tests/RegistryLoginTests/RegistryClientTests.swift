import HTTPTypes
import HelperProtocol
import RegistryCredentials
import RegistryLogin
import Testing

/// A client that is made from an image's name and a store.
struct RegistryClientTests {
    static let image = "registry.example/team/app:1"

    func client(
        _ fake: FakeRegistry,
        _ store: any CredentialStore = MemoryStoreOfOne(FakeRegistry.credential),
        image: String = Self.image,
        cache: TokenCache = TokenCache(),
        _ change: (inout RegistryClient.Options) -> Void = { _ in }
    ) throws -> RegistryClient {
        var options = RegistryClient.Options()
        options.authentication = .patient
        change(&options)
        return RegistryClient(
            for: try ImageReference(image),
            store: store,
            transport: fake.network,
            options: options,
            cache: cache
        )
    }

    func fakeRegistry() -> FakeRegistry {
        let fake = FakeRegistry()
        fake.serveRegistry(body: #"{"schemaVersion":2}"#)
        fake.serveTokens()
        return fake
    }

    // MARK: Requests

    @Test func `a manifest takes one challenge and one token, and the next request sends the token at once`()
        async throws
    {
        let fake = fakeRegistry()
        let client = try client(fake)
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
        _ = try await client(fake, image: image).manifest()
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
        let fake = fakeRegistry()
        let request = HTTPRequest(method: method, scheme: nil, authority: nil, path: "/v2/team/app/manifests/2")
        _ = try await client(fake).send(request, body: Array("{}".utf8))
        #expect(fake.network.records[1].address.contains("scope=repository%3Ateam%2Fapp%3A\(actions)"))
        #expect(fake.network.records.last?.body == "{}")
    }

    @Test func `tasks that begin together share one look-up in the store and one token`() async throws {
        let fake = fakeRegistry()
        let store = RecordingStore(["registry.example/team/app": FakeRegistry.credential])
        let client = try client(fake, store)
        try await withThrowingTaskGroup { group in
            for _ in 0..<10 { group.addTask { _ = try await client.manifest() } }
            try await group.waitForAll()
        }
        #expect(await store.calls == ["get registry.example/team/app"])
        #expect(fake.tokenRequests.count == 1)
    }

    @Test func `clients with one cache of tokens share a token`() async throws {
        let fake = fakeRegistry()
        let cache = TokenCache()
        for _ in 0..<2 { _ = try await client(fake, cache: cache).manifest() }
        #expect(fake.tokenRequests.count == 1)
    }

    // MARK: Credentials

    @Test func `a registry that asks for nothing works with a store that does not`() async throws {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { _, _ in .status(200, [:], "{}") }
        let store = RecordingStore(failingWith: CredentialStoreError(.locked, "the keyring is locked"))
        _ = try await client(fake, store).manifest()
        #expect(await store.calls.isEmpty)
    }

    @Test func `the failure of the store is thrown as it is if the registry asks for a credential`() async throws {
        let failure = CredentialStoreError(.locked, "the keyring is locked")
        let fake = fakeRegistry()
        let client = try client(fake, RecordingStore(failingWith: failure))
        await #expect(throws: failure) { try await client.manifest() }
        #expect(fake.network.trusted.isEmpty)
    }

    @Test(arguments: ["Basic realm=\"test\"", "Bearer realm=\"https://auth.example/token\""])
    func `without credentials the error says which login is missing`(challenge: String) async throws {
        var fake = FakeRegistry()
        fake.challenges = [challenge]
        fake.serveRegistry()
        fake.serveTokens(answer: FakeRegistry.answer(token: "for-everybody"))
        let client = try client(fake, MemoryStoreOfOne(nil))
        let error = try await #require(throws: LoginError.self) { try await client.manifest() }
        #expect(error.code == .noCredentials)
        #expect(
            error.message == "https://registry.example requires a login for team/app: no credentials found"
        )
        #expect(error.advice == ["Run: docker login registry.example"])
    }

    @Test func `public images of a registry with a token server need no credentials`() async throws {
        let fake = fakeRegistry()
        #expect(try await client(fake, MemoryStoreOfOne(nil)).manifest().head.status == .ok)
        #expect(fake.network.trusted == ["https://registry.example"])
    }

    @Test func `after a rejection the next request looks the credential up again`() async throws {
        let fake = fakeRegistry()
        let store = MemoryStoreOfOne(FakeRegistry.wrong)
        let client = try client(fake, store)
        let error = try await #require(throws: LoginError.self) { try await client.manifest() }
        #expect(error.code == .refused)
        await store.put(FakeRegistry.credential, for: try ServerAddress("registry.example"))
        #expect(try await client.manifest().head.status == .ok)
    }

    @Test
    func `a redirect to another server gets neither the password nor the token, and no challenge of it is answered`()
        async throws
    {
        let fake = fakeRegistry()
        fake.network.serve(fake.registry, at: "/v2/team/app/blobs/") { request, _ in
            request.headerFields[.authorization] == nil
                ? .challenge("Bearer realm=\"https://auth.example/token\"")
                : .status(307, ["Location": "https://storage.example/blob"])
        }
        fake.network.serve("https://storage.example") { _, _ in .challenge("Basic realm=\"storage\"") }
        let client = try client(fake)
        let error = try await #require(throws: LoginError.self) { try await client.get("blobs/sha256:0") }
        #expect(error.message.hasSuffix("authentication required (401 Unauthorized)"))
        #expect(fake.network.records.last?.address == "https://storage.example/blob")
        #expect(fake.network.trusted == ["https://registry.example", "https://auth.example"])
    }

    @Test func `a request to another server goes without the credential`() async throws {
        let fake = fakeRegistry()
        fake.network.serve("https://storage.example") { _, _ in .status(200, [:], "blob") }
        let client = try client(fake)
        _ = try await client.manifest()
        var request = HTTPRequest(method: .get, scheme: "https", authority: "storage.example", path: "/blob")
        request.headerFields[.authorization] = "Basic abc"
        #expect(try await client.send(request).head.status == .ok)
        #expect(fake.network.records.last?.authorization == nil)
    }

    // MARK: Errors and limits

    @Test(arguments: [
        (401, "authentication required (401 Unauthorized)"), (403, "access denied (403 Forbidden)"),
        (404, "not found (404 Not Found)"), (418, "unexpected response (status 418)"),
        (429, "too many requests (429 Too Many Requests)"), (503, "the registry failed (503 Service Unavailable)"),
    ])
    func `an error says which document could not be read and why`(status: Int, reason: String) async throws {
        let fake = FakeRegistry()
        fake.network.serve("https://storage.example") { _, _ in
            .status(status, ["Retry-After": "9"], FakeRegistry.refusing("it said pa:ss wörd and why"))
        }
        fake.network.serve(fake.registry) { _, _ in .status(307, ["Location": "https://storage.example/"]) }
        let client = try client(fake)
        let error = try await #require(throws: LoginError.self) { try await client.manifest() }
        #expect(error.message == "cannot get manifests/1 of registry.example/team/app: \(reason)")
        #expect(error.status == status)
        #expect(error.retryAfter == .seconds(9))
        #expect(error.serverErrors.map(\.code) == ["UNAUTHORIZED"])
    }

    @Test func `what a registry repeats of the credential is not shown`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry(status: 404, body: FakeRegistry.refusing("no such thing, \(FakeRegistry.password)"))
        fake.serveTokens()
        let client = try client(fake)
        let error = try await #require(throws: LoginError.self) { try await client.manifest() }
        for secret in FakeRegistry.secrets { #expect(!"\(error)".contains(secret)) }
        var dumped = ""
        dump(client, to: &dumped)
        for secret in FakeRegistry.secrets { #expect(!"\(client) \(dumped)".contains(secret)) }
        #expect("\(client)" == "client for registry.example/team/app")
    }

    @Test func `a document that is larger than the limit is an error, and a reply says that it was cut`() async throws {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { _, _ in .status(200, [:], "0123456789") }
        let client = try client(fake)
        let error = try await #require(throws: LoginError.self) { try await client.manifest(maximumBodySize: 9) }
        #expect(
            error.message == "cannot get manifests/1 of registry.example/team/app: it is larger than 9 bytes"
        )
        #expect(try await client.manifest(maximumBodySize: 10).body.count == 10)
        let request = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/v2/")
        #expect(try await client.send(request, maximumBodySize: 9).isTruncated)
    }

    @Test func `cancelling the task ends the request`() async throws {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { _, _ in
            try await Task.sleep(for: .seconds(600))
            return .status(200)
        }
        let client = try client(fake)
        let task = Task { try await client.manifest() }
        while fake.network.records.isEmpty { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    // MARK: Addresses and tokens

    @Test func `a registry on this machine is found with TLS first and plain HTTP after it, and asked once`()
        async throws
    {
        let fake = FakeRegistry()
        fake.network.serve("http://127.0.0.1:5000") { _, _ in .status(200, [:], "{}") }
        let client = try client(fake, image: "127.0.0.1:5000/app:1")
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
        let client = try client(fake)
        let error = try await #require(throws: LoginError.self) { try await client.manifest() }
        #expect(error.code == .unreachable)
        #expect(fake.network.records.allSatisfy { $0.request.scheme == "https" })
    }

    @Test(arguments: ["registry.example", "registry.example/team", "registry.example/team/app"])
    func `a new identity token is saved under the address with the old one`(address: String) async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens(answer: FakeRegistry.answer(more: #","refresh_token":"identity-new""#))
        let old = Credential.identityToken(Secret(FakeRegistry.identity), username: "ann")
        let store = NamespaceStore([address: old])
        _ = try await client(fake, store).manifest()
        #expect(await store.entries == [address: .identityToken(Secret("identity-new"), username: "ann")])
    }
}

/// A store with one credential for every registry.
private actor MemoryStoreOfOne: CredentialStore {
    private var credential: Credential?
    init(_ credential: Credential?) { self.credential = credential }
    func get(_ server: ServerAddress) -> Credential? { credential }
    func put(_ credential: Credential, for server: ServerAddress) { self.credential = credential }
    func delete(_ server: ServerAddress) { credential = nil }
}

/// A store by podman's rules: the credential of the longest namespace.
private actor NamespaceStore: CredentialStore {
    private(set) var entries: [String: Credential]
    init(_ entries: [String: Credential]) { self.entries = entries }

    func get(_ server: ServerAddress) -> Credential? {
        var key = server.text
        while true {
            if let credential = entries[key] { return credential }
            guard let slash = key.lastIndex(of: "/") else { return nil }
            key = String(key[..<slash])
        }
    }

    func put(_ credential: Credential, for server: ServerAddress) { entries[server.text] = credential }
    func delete(_ server: ServerAddress) { entries[server.text] = nil }
}
