import HTTPTypes
import HelperProtocol
import RegistryCredentials
import RegistryLogin
import Synchronization
import Testing

/// Token servers that accept each identity token once and return the next one with each reply.
///
/// oras and docker keep the old token in their files, and the next program that reads it is rejected.
struct IdentityTokenRenewalTests {
    static let server = "registry.example"
    static let first = Credential.identityToken(Secret("identity-0"), username: "ann")

    /// A registry and a token server that rotates identity tokens.
    func rotatingRegistry(delay: Duration = .zero) -> FakeRegistry {
        let fake = FakeRegistry()
        fake.serveRegistry()
        let valid = Mutex(0)
        fake.network.serve(fake.tokens) { _, body in
            let form = String(decoding: body, as: UTF8.self)
            let next: Int? = valid.withLock { number in
                guard form.contains("refresh_token=identity-\(number)&") else { return nil }
                number += 1
                return number
            }
            try await Task.sleep(for: delay)
            guard let next else { return .status(400, [:], #"{"error":"invalid_grant"}"#) }
            return .status(200, [:], FakeRegistry.answer(more: #","refresh_token":"identity-\#(next)""#))
        }
        return fake
    }

    func pull(_ scopes: [String], by authenticator: RegistryAuthenticator) async throws {
        for scope in scopes {
            _ = try await authenticator.send(FakeRegistry.request(), scopes: ["repository:\(scope):pull"])
        }
    }

    @Test func `each exchange uses the newest token and saves its successor in the store`() async throws {
        let fake = rotatingRegistry()
        let store = RecordingStore([Self.server: Self.first])
        let renewal = IdentityTokenRenewal.saving(in: store, for: try ServerAddress(Self.server))
        let authenticator = try fake.authenticator(Self.first, renewal: renewal)
        try await pull(["a", "b", "c"], by: authenticator)
        #expect(fake.tokenRequests.count == 3)
        #expect(await store.entries == [Self.server: .identityToken(Secret("identity-3"), username: "ann")])
        #expect(await authenticator.renewalError == nil)
    }

    @Test func `concurrent exchanges wait for each other, even across authenticators`() async throws {
        let fake = rotatingRegistry(delay: .milliseconds(5))
        let cache = TokenCache()
        try await withThrowingTaskGroup { group in
            for number in 0..<12 {
                let authenticator = try fake.authenticator(Self.first, cache: cache)
                group.addTask { try await pull(["r\(number)"], by: authenticator) }
            }
            try await group.waitForAll()
        }
        #expect(fake.tokenRequests.count == 12)
    }

    @Test func `a token that another program saved meanwhile is kept`() async throws {
        let fake = rotatingRegistry()
        let other = Credential.identityToken(Secret("of another login"), username: "bob")
        let store = RecordingStore([Self.server: other])
        let renewal = IdentityTokenRenewal.saving(in: store, for: try ServerAddress(Self.server))
        try await pull(["a", "b"], by: try fake.authenticator(Self.first, renewal: renewal))
        #expect(await store.entries == [Self.server: other])
    }

    @Test func `a store that fails is reported, and the requests continue`() async throws {
        let fake = rotatingRegistry()
        let renewal = IdentityTokenRenewal { _, _ in throw CredentialStoreError(.locked, "the keyring is locked") }
        let authenticator = try fake.authenticator(Self.first, renewal: renewal)
        try await pull(["a", "b"], by: authenticator)
        #expect(await (authenticator.renewalError as? CredentialStoreError)?.code == .locked)
    }

    @Test func `a token server that keeps its token causes no save`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens(answer: FakeRegistry.answer(more: #","refresh_token":"identity-0123""#))
        let store = RecordingStore()
        let renewal = IdentityTokenRenewal.saving(in: store, for: try ServerAddress(Self.server))
        let credential = Credential.identityToken(Secret(FakeRegistry.identity))
        try await pull(["a", "b"], by: try fake.authenticator(credential, renewal: renewal))
        #expect(await store.calls.isEmpty)
    }

    @Test func `a cancelled exchange does not block the next one`() async throws {
        let fake = rotatingRegistry(delay: .milliseconds(20))
        let cache = TokenCache()
        let tasks = try (0..<4).map { number in
            let authenticator = try fake.authenticator(Self.first, cache: cache)
            return Task { try await pull(["r\(number)"], by: authenticator) }
        }
        while fake.tokenRequests.isEmpty { await Task.yield() }
        tasks[1].cancel()
        for index in [0, 2, 3] { try await tasks[index].value }
    }
}
