#if HTTPClient
import HTTPTypes
import HelperProtocol
import NIOHTTP1
import RegistryCredentials
import RegistryLogin
import RegistryLoginHTTP
import TestSupport
import Testing

/// Logins to Docker's registry implementation.
@Suite(.requires("docker-registry", "htpasswd", "openssl"), .timeLimit(.minutes(15)))
struct RealRegistryTests {
    enum Kind: CaseIterable { case passwords, passwordsOverTLS, tokens }

    /// A kind of registry, and the transport for it.
    func withRegistry(
        _ kind: Kind,
        _ body: (_ transport: HTTPClientTransport, _ server: ServerAddress, _ tokens: LoopbackServer) async throws ->
            Void
    ) async throws {
        let (authority, tokens, registry) = try await Self.start(kind)
        let name = "127.0.0.1:\(registry.port)"
        let directories = CertificateDirectories([try authority.certificates(for: name, ["ca.crt": "ca.pem"])])
        let server = try ServerAddress(kind == .passwordsOverTLS ? "https://\(name)" : name)
        try await HTTPClientTransport.withTransport(certificates: directories) { transport in
            try await body(transport, server, tokens)
        }
        await tokens.stop()
        withExtendedLifetime((authority, registry)) {}
    }

    /// Starts a registry and the token server for it.
    static func start(_ kind: Kind) async throws -> (TestAuthority, tokens: LoopbackServer, DockerRegistry) {
        let authority = try TestAuthority()
        let tokens = try await SigningTokenServer.start(authority)
        let users: DockerRegistry.Users =
            kind == .tokens ? .tokens(realm: "http://127.0.0.1:\(tokens.port)/token") : .file
        let registry = try await DockerRegistry(authority, users, tls: kind == .passwordsOverTLS)
        return (authority, tokens, registry)
    }

    /// A generous limit, because the machine may run other tests.
    var patient: AuthenticationOptions {
        var options = AuthenticationOptions()
        options.timeout = .seconds(600)
        return options
    }

    let right = Credential.password(username: DockerRegistry.user, password: Secret(DockerRegistry.password))
    let wrong = Credential.password(username: DockerRegistry.user, password: Secret("wrong"))

    @Test(arguments: Kind.allCases)
    func `the valid password is saved, and a wrong one after it is rejected`(kind: Kind) async throws {
        try await withRegistry(kind) { transport, server, tokens in
            var options = LoginOptions()
            options.plainHTTP = .loopback
            options.authentication.timeout = .seconds(600)
            let service = LoginService(transport: transport, options: options)
            let store = StoreInMemory()
            #expect(try await service.login(to: server, with: right, savingIn: store).verdict == .accepted)
            let error = try await #require(throws: LoginError.self) {
                try await service.login(to: server, with: wrong, savingIn: store)
            }
            #expect(error.code == .rejected)
            #expect(await store.credential == right)
            #expect(tokens.requests.count == (kind == .tokens ? 2 : 0))
        }
    }

    /// `docker login 127.0.0.1:PORT` and `skopeo login --tls-verify=false` also find both.
    @Test(arguments: [Kind.passwords, .passwordsOverTLS])
    func `a loopback registry is found by host and port alone, with and without TLS`(kind: Kind) async throws {
        try await withRegistry(kind) { transport, server, _ in
            var options = LoginOptions()
            options.plainHTTP = .loopback
            options.authentication.timeout = .seconds(600)
            let service = LoginService(transport: transport, options: options)
            let address = try ServerAddress(server.authority)
            let outcome = try await service.verify(right, for: address)
            #expect(outcome.registry.isSecure == (kind == .passwordsOverTLS))
            let error = try await #require(throws: LoginError.self) { try await service.verify(wrong, for: address) }
            #expect(error.code == .rejected)
            // The other scheme fails with its own error.
            let scheme = kind == .passwordsOverTLS ? "http" : "https"
            let other = try await #require(throws: LoginError.self) {
                try await service.verify(right, for: ServerAddress("\(scheme)://\(server.authority)"))
            }
            #expect(other.code == (kind == .passwordsOverTLS ? .notARegistry : .noTLS), "\(other)")
        }
    }

    @Test(arguments: Kind.allCases)
    func `a client reads private content, with one token for several requests`(kind: Kind) async throws {
        try await withRegistry(kind) { transport, server, tokens in
            let authenticator = try RegistryAuthenticator(
                registry: HTTPOrigin(of: server, plainHTTP: .loopback),
                credential: right,
                transport: transport,
                options: patient
            )
            for _ in 0..<3 {
                let request = HTTPRequest(
                    method: .get,
                    scheme: authenticator.registry.scheme,
                    authority: authenticator.registry.authority,
                    path: "/v2/team/app/tags/list"
                )
                let reply = try await authenticator.send(request, scopes: ["repository:team/app:pull"])
                // The repository is empty; only an authorized client gets this status.
                #expect(reply.head.status == .notFound)
            }
            #expect(tokens.requests.count == (kind == .tokens ? 1 : 0))
        }
    }
}

/// A store with one credential.
actor StoreInMemory: CredentialStore {
    private(set) var credential: Credential?
    func get(_ server: ServerAddress) -> Credential? { credential }
    func put(_ credential: Credential, for server: ServerAddress) { self.credential = credential }
    func delete(_ server: ServerAddress) { credential = nil }
}
#endif
