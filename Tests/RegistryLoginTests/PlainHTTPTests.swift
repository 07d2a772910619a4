import HTTPTypes
import HelperProtocol
import RegistryCredentials
import RegistryLogin
import Testing

/// Registries without TLS, and loopback registries with it.
struct PlainHTTPTests {
    /// A registry at one origin; the other scheme fails.
    func registry(at origin: String, other: String? = nil, _ failure: HTTPTransportError? = nil) -> FakeRegistry {
        var fake = FakeRegistry()
        fake.registry = origin
        fake.challenges = ["Basic realm=x"]
        fake.serveRegistry()
        if let other, let failure { fake.network.serve(other) { _, _ in throw failure } }
        return fake
    }

    /// docker, and skopeo with `--tls-verify=false`, log in to both kinds at `127.0.0.1:5000`.
    @Test(
        arguments: ["localhost:5000", "127.0.0.1:5000", "[::1]:5000"],
        [
            HTTPTransportError(.noTLS, "the server does not speak TLS"),
            HTTPTransportError(.connectionRefused, "refused"), HTTPTransportError(.timedOut, "mute"),
        ]
    )
    func `a loopback registry without TLS is used after an attempt over TLS without a password`(
        address: String,
        failure: HTTPTransportError
    ) async throws {
        let fake = registry(at: "http://\(address)", other: "https://\(address)", failure)
        let outcome = try await fake.verify(for: address) { $0.plainHTTP = .loopback }
        #expect("\(outcome.registry)" == "http://\(address)")
        #expect(
            fake.network.summaries == [
                "GET https://\(address)/v2/", "GET http://\(address)/v2/", "GET http://\(address)/v2/ [Basic]",
            ]
        )
    }

    @Test(arguments: ["localhost:5000", "127.8.8.8", "[::1]"])
    func `a loopback registry with TLS gets no request over plain HTTP`(address: String)
        async throws
    {
        let fake = registry(at: "https://\(address)")
        let outcome = try await fake.verify(for: address) { $0.plainHTTP = .loopback }
        #expect(outcome.registry.isSecure && outcome.verdict == .accepted)
        #expect(fake.network.records.allSatisfy { $0.request.scheme == "https" })
    }

    @Test(arguments: [nil, HTTPTransportError(.failed, "the server closed the connection")])
    func `a slow TLS handshake on loopback is tried again after the response of a TLS server over plain HTTP`(
        failure: HTTPTransportError?
    ) async throws {
        let fake = registry(at: "https://localhost:5000")
        let plain = "Client sent an HTTP request to an HTTPS server."
        fake.network.serve("http://localhost:5000") { _, _ in
            if let failure { throw failure }
            return .status(400, [:], plain)
        }
        fake.network.failOnce("https://localhost:5000", HTTPTransportError(.timedOut, "busy"))
        let outcome = try await fake.verify(for: "localhost:5000") { $0.plainHTTP = .loopback }
        #expect(outcome.registry.isSecure && outcome.verdict == .accepted)
        #expect(
            fake.network.summaries == [
                "GET https://localhost:5000/v2/", "GET http://localhost:5000/v2/", "GET https://localhost:5000/v2/",
                "GET https://localhost:5000/v2/ [Basic]",
            ]
        )
    }

    @Test func `an untrusted certificate does not cause plain HTTP`() async throws {
        let failure = HTTPTransportError(
            .insecure,
            "its certificate is signed by an unknown authority",
            advice: ["Copy it"]
        )
        let fake = registry(at: "http://localhost:5000", other: "https://localhost:5000", failure)
        let error = try await #require(throws: LoginError.self) {
            try await fake.verify(for: "localhost:5000") { $0.plainHTTP = .loopback }
        }
        #expect(error.code == .insecure && error.advice == ["Copy it"])
        #expect(fake.network.records.count == 1)
    }

    @Test(arguments: [
        ("localhost:5000", PlainHTTP.never), ("registry.example:5000", .loopback), ("10.0.0.1:5000", .loopback),
        ("https://localhost:5000", .loopback), ("127.1:5000", .loopback), ("0x7f.1:5000", .loopback),
        ("[::ffff:127.0.0.1]:5000", .loopback), ("127.0.0.01:5000", .loopback),
    ])
    func `no other address falls back to plain HTTP, and the error advises how to allow it`(
        address: String,
        policy: PlainHTTP
    ) async throws {
        let fake = FakeRegistry()
        let origin = "\(try HTTPOrigin(of: ServerAddress(address)))"
        fake.network.serve(origin) { _, _ in throw HTTPTransportError(.noTLS, "the server does not speak TLS") }
        let error = try await #require(throws: LoginError.self) {
            try await fake.verify(for: address) { $0.plainHTTP = policy }
        }
        #expect(error.code == .noTLS)
        #expect(error.message == "cannot connect to \(origin): the server does not speak TLS")
        #expect(error.advice == ["If this registry uses plain HTTP, allow plain HTTP for it"])
        #expect(!"\(error)".contains("certificate") && fake.network.records.count == 1)
    }

    @Test(arguments: [
        (HTTPTransportError(.connectionRefused, "connection refused"), true),
        (HTTPTransportError(.unreachable, "host name not found"), false),
        (HTTPTransportError(.unreachable, "no route to host"), false),
    ])
    func `a refused connection adds advice about plain HTTP, an unknown host does not`(
        failure: HTTPTransportError,
        isAdvised: Bool
    ) async throws {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { _, _ in throw failure }
        let error = try await #require(throws: LoginError.self) { try await fake.verify() }
        #expect(error.advice.contains("If this registry uses plain HTTP, allow plain HTTP for it") == isAdvised)
    }

    @Test func `the error for an http address that is not allowed names both remedies`() async throws {
        let error = try await #require(throws: LoginError.self) {
            try await FakeRegistry().verify(for: "http://registry.example:5000")
        }
        #expect(
            "\(error)" == "refusing to use plain HTTP for registry.example:5000: the address begins with http://. "
                + "Leave out http:// if the registry speaks TLS. If this registry uses plain HTTP, allow plain HTTP for it"
        )
    }

    @Test func `a client finds the scheme of a registry`() async throws {
        let fake = registry(
            at: "http://localhost:5000",
            other: "https://localhost:5000",
            HTTPTransportError(.noTLS, "no TLS")
        )
        let origin = try await fake.service { $0.plainHTTP = .loopback }.locate(ServerAddress("localhost:5000"))
        #expect("\(origin)" == "http://localhost:5000" && fake.network.trusted.isEmpty)
    }
}
