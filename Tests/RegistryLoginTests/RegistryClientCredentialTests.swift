import HTTPTypes
import HelperProtocol
import RegistryCredentials
import RegistryLogin
import Testing

/// The credentials that a client looks up, sends and saves.
struct RegistryClientCredentialTests {
    @Test func `a registry that asks for nothing works with a store that does not`() async throws {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { _, _ in .status(200, [:], "{}") }
        let store = RecordingStore(failingWith: CredentialStoreError(.locked, "the keyring is locked"))
        _ = try await fake.client(store).manifest()
        #expect(await store.calls.isEmpty)
    }

    @Test func `the failure of the store is thrown as it is if the registry asks for a credential`() async throws {
        let failure = CredentialStoreError(.locked, "the keyring is locked")
        let fake = FakeRegistry.withTokens()
        let client = try fake.client(RecordingStore(failingWith: failure))
        await #expect(throws: failure) { try await client.manifest() }
        #expect(fake.network.trusted.isEmpty)
    }

    @Test(arguments: ["Basic realm=\"test\"", "Bearer realm=\"https://auth.example/token\""])
    func `without credentials the error says which login is missing`(challenge: String) async throws {
        var fake = FakeRegistry()
        fake.challenges = [challenge]
        fake.serveRegistry()
        fake.serveTokens(answer: FakeRegistry.answer(token: "for-everybody"))
        let client = try fake.client(MemoryStoreOfOne(nil))
        let error = try await #require(throws: LoginError.self) { try await client.manifest() }
        #expect(error.code == .noCredentials)
        #expect(
            error.message == "https://registry.example requires a login for team/app: no credentials found"
        )
        #expect(error.advice == ["Run: docker login registry.example"])
    }

    @Test func `public images of a registry with a token server need no credentials`() async throws {
        let fake = FakeRegistry.withTokens()
        #expect(try await fake.client(MemoryStoreOfOne(nil)).manifest().head.status == .ok)
        #expect(fake.network.trusted == ["https://registry.example"])
    }

    @Test func `after a rejection the next request looks the credential up again`() async throws {
        let fake = FakeRegistry.withTokens()
        let store = MemoryStoreOfOne(FakeRegistry.wrong)
        let client = try fake.client(store)
        let error = try await #require(throws: LoginError.self) { try await client.manifest() }
        #expect(error.code == .rejected)
        await store.put(FakeRegistry.credential, for: try ServerAddress("registry.example"))
        #expect(try await client.manifest().head.status == .ok)
    }

    @Test
    func `a redirect to another server gets neither the password nor the token, and no challenge of it is answered`()
        async throws
    {
        let fake = FakeRegistry.withTokens()
        fake.network.serve(fake.registry, at: "/v2/team/app/blobs/") { request, _ in
            request.headerFields[.authorization] == nil
                ? .challenge("Bearer realm=\"https://auth.example/token\"")
                : .status(307, ["Location": "https://storage.example/blob"])
        }
        fake.network.serve("https://storage.example") { _, _ in .challenge("Basic realm=\"storage\"") }
        let client = try fake.client()
        let error = try await #require(throws: LoginError.self) { try await client.get("blobs/sha256:0") }
        #expect(error.message.hasSuffix("authentication required (401 Unauthorized)"))
        #expect(fake.network.records.last?.address == "https://storage.example/blob")
        #expect(fake.network.trusted == ["https://registry.example", "https://auth.example"])
    }

    @Test func `a request to another server goes without the credential`() async throws {
        let fake = FakeRegistry.withTokens()
        fake.network.serve("https://storage.example") { _, _ in .status(200, [:], "blob") }
        let client = try fake.client()
        _ = try await client.manifest()
        var request = HTTPRequest(method: .get, scheme: "https", authority: "storage.example", path: "/blob")
        request.headerFields[.authorization] = "Basic abc"
        #expect(try await client.send(request).head.status == .ok)
        #expect(fake.network.records.last?.authorization == nil)
    }

    @Test(arguments: ["registry.example", "registry.example/team", "registry.example/team/app"])
    func `a new identity token is saved under the address with the old one`(address: String) async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens(answer: FakeRegistry.answer(more: #","refresh_token":"identity-new""#))
        let old = Credential.identityToken(Secret(FakeRegistry.identity), username: "ann")
        let store = NamespaceStore([address: old])
        _ = try await fake.client(store).manifest()
        #expect(await store.entries == [address: .identityToken(Secret("identity-new"), username: "ann")])
    }
}
