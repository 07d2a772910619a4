import Codecs
import ContainerPluginAdapter
import Foundation
import HelperProtocol
import RegistryCredentials
import Testing

/// A copy of swift-container-plugin's protocol, and the one line that a program adds.
protocol AuthorizationProvider: Sendable {
    func authentication(for url: URL) -> (user: String, password: String)?
}

extension RegistryAuthorization: AuthorizationProvider {}

struct RegistryAuthorizationTests {
    static func lookup(_ keys: [String]) -> SynchronousLookup {
        let auth = Base64().encode(Array("ann:hunter2".utf8))
        let entries = keys.map { #""\#($0)": {"auth": "\#(auth)"}"# }.joined(separator: ", ")
        return SynchronousLookup([.dockerAuthConfig], environment: ["DOCKER_AUTH_CONFIG": "{\"auths\": {\(entries)}}"])
    }

    func user(_ provider: any AuthorizationProvider, _ url: String) throws -> String? {
        let pair = provider.authentication(for: try #require(URL(string: url)))
        #expect(pair == nil || pair?.password == "hunter2")
        return pair?.user
    }

    @Test(arguments: [
        // The registry itself, with its port.
        ("registry.example", "https://registry.example/v2/", true),
        ("registry.example:5000", "https://registry.example:5000/v2/", true),
        ("registry.example", "https://REGISTRY.example/v2/", true),
        ("registry.example", "https://registry.example:8443/v2/", false),
        ("registry.example", "https://other.example/v2/", false),
        ("registry.example", "https://registry.example.other.example/v2/", false),
        // The token servers that are known.
        ("https://index.docker.io/v1/", "https://registry-1.docker.io/v2/", true),
        ("https://index.docker.io/v1/", "https://auth.docker.io/token?service=registry.docker.io", true),
        ("https://index.docker.io/v1/", "https://auth.docker.io:8443/token", false),
        ("registry.gitlab.com", "https://gitlab.com/jwt/auth?service=container_registry", true),
        ("registry.example", "https://auth.docker.io/token", false),
        // Plain HTTP.
        ("registry.example", "http://registry.example/v2/", false),
        ("127.0.0.1:5000", "http://127.0.0.1:5000/v2/", true),
        ("localhost:5000", "http://localhost:5000/v2/", true),
        ("localhost.example", "http://localhost.example/v2/", false),
        ("[::1]:5000", "http://[::1]:5000/v2/", true),
        ("registry.example", "file:///registry.example", false),
    ])
    func `an address gets the credentials of its registry and no others`(
        key: String,
        url: String,
        isFound: Bool
    ) throws {
        #expect(try user(RegistryAuthorization(Self.lookup([key])), url) == (isFound ? "ann" : nil))
    }

    @Test func `a token server that the caller names gets the credentials of its registry`() throws {
        let provider = RegistryAuthorization(
            Self.lookup(["registry.example"]),
            tokenServers: ["auth.example:8443": "registry.example"]
        )
        #expect(try user(provider, "https://auth.example:8443/token") == "ann")
        #expect(try user(provider, "https://auth.example/token") == nil)
    }

    @Test func `a token is reported and not sent as a password`() async throws {
        let (errors, continuation) = AsyncStream.makeStream(of: CredentialStoreError.self)
        let document = #"{"auths": {"registry.example": {"identitytoken": "secret-token"}}}"#
        let lookup = SynchronousLookup([.dockerAuthConfig], environment: ["DOCKER_AUTH_CONFIG": document])
        let provider = RegistryAuthorization(lookup) { continuation.yield($0) }
        #expect(try user(provider, "https://registry.example/v2/") == nil)
        continuation.finish()
        let reported = await errors.reduce(into: [CredentialStoreError]()) { $0.append($1) }
        #expect(reported.map(\.code) == [.notRepresentable])
        #expect(!"\(reported)".contains("secret-token"))
    }

    @Test func `credentials that were fetched in advance belong to the registries of their images`() async throws {
        let store = OneCredentialStore(.password(username: "ann", password: Secret("hunter2")))
        let provider = try await RegistryAuthorization.fetching(
            [ImageReference("ubuntu"), ImageReference("registry.example/team/app:1")],
            from: store
        )
        #expect(try user(provider, "https://auth.docker.io/token") == "ann")
        #expect(try user(provider, "https://registry.example/v2/") == "ann")
        #expect(try user(provider, "https://other.example/v2/") == nil)
    }

    @Test func `fetching a token in advance fails, and fetching nothing does not`() async throws {
        let image = try ImageReference("registry.example/app")
        let token = OneCredentialStore(.identityToken(Secret("secret-token")))
        let error = try await #require(throws: CredentialStoreError.self) {
            _ = try await RegistryAuthorization.fetching([image], from: token)
        }
        #expect(error.code == .notRepresentable)
        #expect(!"\(error)".contains("secret-token"))
        let provider = try await RegistryAuthorization.fetching([image], from: OneCredentialStore(nil))
        #expect(try user(provider, "https://registry.example/v2/") == nil)
    }
}

/// A store with one credential for every registry.
actor OneCredentialStore: CredentialStore {
    private(set) var credential: Credential?
    init(_ credential: Credential?) { self.credential = credential }
    func get(_ server: ServerAddress) -> Credential? { credential }
    func put(_ credential: Credential, for server: ServerAddress) { self.credential = credential }
    func delete(_ server: ServerAddress) { credential = nil }
}
