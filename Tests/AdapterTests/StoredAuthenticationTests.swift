import Codecs
import ContainerizationAdapter
import HTTPTypes
import HelperProtocol
import RegistryCredentials
import RegistryLogin
import Synchronization
import Testing

/// A copy of containerization's protocol, and the one line that a program adds.
protocol Authentication: Sendable {
    func token() async throws -> String
}

extension StoredAuthentication: Authentication {}

struct StoredAuthenticationTests {
    let image: ImageReference
    init() throws { image = try ImageReference("registry.example/team/app:1") }

    func authentication(
        _ credential: Credential?,
        _ transport: (any HTTPTransport)? = nil,
        actions: String = "pull"
    ) -> any Authentication {
        StoredAuthentication(
            for: image,
            store: OneCredentialStore(credential),
            transport: transport,
            actions: actions
        )
    }

    @Test func `a password and a registry token become the whole value of the header`() async throws {
        let password = Credential.password(username: "ann", password: Secret("pa:ss wörd"))
        #expect(
            try await authentication(password).token() == "Basic \(Base64().encode(Array("ann:pa:ss wörd".utf8)))"
        )
        #expect(try await authentication(.registryToken(Secret("abc"))).token() == "Bearer abc")
    }

    @Test(arguments: ["pull", "pull,push"])
    func `an identity token is exchanged for an access token, once`(actions: String) async throws {
        let registry = TokenRegistry()
        let authentication = authentication(.identityToken(Secret("identity")), registry, actions: actions)
        for _ in 0..<2 { #expect(try await authentication.token() == "Bearer access") }
        let exchanges = registry.bodies.filter { $0.contains("refresh_token=identity") }
        #expect(exchanges.count == 1)
        let scope = "scope=repository%3Ateam%2Fapp%3A\(actions.replacing(",", with: "%2C"))"
        #expect(exchanges.first?.contains(scope) == true)
        // It goes to the token server alone.
        #expect(registry.authorizations.allSatisfy { !$0.contains("identity") })
    }

    @Test func `an identity token without a transport and no credential at all are errors with advice`() async throws {
        let token = try await #require(throws: LoginError.self) {
            try await authentication(.identityToken(Secret("identity"))).token()
        }
        #expect(token.code == .identityTokenUnsupported)
        #expect(!"\(token)".contains("identity-"))
        let missing = try await #require(throws: LoginError.self) { try await authentication(nil).token() }
        #expect(missing.code == .noCredentials)
        #expect(missing.advice == ["Run: docker login registry.example"])
        let stored = StoredAuthentication(for: image, store: OneCredentialStore(nil))
        #expect(try await !stored.isStored())
    }

    @Test func `no description holds the credential`() async throws {
        let secret = Credential.password(username: "ann", password: Secret("hunter2"))
        let authentication = StoredAuthentication(for: image, store: OneCredentialStore(secret))
        _ = try await authentication.token()
        var dumped = ""
        dump(authentication, to: &dumped)
        #expect(!"\(authentication) \(dumped)".contains("hunter2"))
    }
}

/// A registry and its token server, which exchanges one identity token.
private final class TokenRegistry: HTTPTransport {
    private let records = Mutex<[(authorization: String, body: String)]>([])

    var bodies: [String] { records.withLock { $0.map(\.body) } }
    var authorizations: [String] { records.withLock { $0.map(\.authorization) } }

    func send(_ request: HTTPRequest, body: [UInt8], maximumBodySize: Int) async throws -> HTTPReply {
        let authorization = request.headerFields[.authorization] ?? ""
        records.withLock { $0.append((authorization, String(decoding: body, as: UTF8.self))) }
        if request.authority == "auth.example" {
            return HTTPReply(head: HTTPResponse(status: .ok), body: Array(#"{"access_token":"access"}"#.utf8))
        }
        if authorization == "Bearer access" { return HTTPReply(head: HTTPResponse(status: .ok)) }
        var head = HTTPResponse(status: .unauthorized)
        head.headerFields[.wwwAuthenticate] = "Bearer realm=\"https://auth.example/token\",service=\"registry.example\""
        return HTTPReply(head: head)
    }
}
