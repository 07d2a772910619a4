import HTTPTypes
import HelperProtocol
import RegistryCredentials
import RegistryLogin
import Testing

/// Errors of a token server that issues no token.
///
/// For a user who is locked out, docker reports "unauthorized: too many failed login attempts for username or IP address",
/// and skopeo "invalid username/password". If the reply has `details` for a wrong password, docker shows the raw JSON.
struct TokenServerWordsTests {
    func error(_ reply: HTTPReply) async throws -> LoginError {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.network.serve(fake.tokens) { _, _ in reply }
        return try await #require(throws: LoginError.self) { try await fake.verify(FakeRegistry.wrong) }
    }

    @Test(arguments: [
        (401, #"{"details":"incorrect username or password"}"#, "incorrect username or password"),
        (
            401, #"{"errors":[{"code":"UNAUTHORIZED","message":"2FA is on, use a token"}]}"#,
            "UNAUTHORIZED: 2FA is on, use a token"
        ),
        (403, #"{"errors":[{"code":"DENIED","message":"needs read:packages"}]}"#, "DENIED: needs read:packages"),
        (
            400, #"{"error":"invalid_grant","error_description":"the token has expired"}"#,
            "invalid_grant: the token has expired"
        ),
        (403, #"{"message":"account suspended"}"#, "account suspended"),
        (500, #"{"detail":"database is down"}"#, "database is down"),
    ])
    func `the token server's message follows the status`(status: Int, body: String, words: String) async throws {
        let error = try await error(.status(status, [:], body))
        #expect(error.serverErrors.map(\.description) == [words])
        #expect("\(error)".contains("): \(words)"))
        #expect(error.message.hasPrefix("the token server https://auth.example"))
    }

    @Test(arguments: [
        "", "not JSON", "{}", "[]", #"{"details":7}"#, #"{"errors":{}}"#, #"{"error":null,"message":""}"#,
        "<html>no</html>",
    ])
    func `a body in another format is not shown`(body: String) async throws {
        #expect(try await error(.status(401, [:], body)).serverErrors.isEmpty)
    }

    @Test(
        arguments: [
            (401, #"{"details":"too many failed login attempts for username or IP address"}"#, nil, nil),
            (403, #"{"errors":[{"code":"TOOMANYREQUESTS","message":"slow down"}]}"#, nil, nil),
            (401, #"{"details":"no"}"#, "30", 30), (403, "", "120", 120), (429, "", "5", 5), (429, "", nil, nil),
            (429, "", "Fri, 31 Dec 2027 23:59:59 GMT", nil), (429, "", "-1", nil),
        ] as [(Int, String, String?, Int?)]
    )
    func `a lockout or a rate limit is not reported as a wrong password`(
        status: Int,
        body: String,
        retryAfter: String?,
        seconds: Int?
    ) async throws {
        let reply = retryAfter.map { HTTPReply.status(status, ["Retry-After": $0], body) } ?? .status(status, [:], body)
        let error = try await error(reply)
        #expect(error.code == .rateLimited)
        #expect(error.retryAfter == seconds.map { .seconds($0) })
        #expect(error.advice == ["Try again \(seconds.map { "in \($0) seconds" } ?? "later")"])
    }

    @Test func `the registry's own limits are reported with the same message`() async throws {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { request, _ in
            request.headerFields[.authorization] == nil
                ? .challenge("Basic realm=x") : .status(401, ["Retry-After": "9"], "")
        }
        let error = try await #require(throws: LoginError.self) { try await fake.verify() }
        #expect(error.code == .rateLimited && error.retryAfter == .seconds(9))
    }

    @Test(arguments: [
        (HTTPTransportError(.unreachable, "host name not found"), LoginError.Code.unreachable),
        (HTTPTransportError(.insecure, "its certificate is signed by an unknown authority"), .insecure),
        (HTTPTransportError(.timedOut, "the connection timed out"), .timedOut),
    ])
    func `a token server that cannot be reached is named, and the registry that names it`(
        failure: HTTPTransportError,
        code: LoginError.Code
    ) async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.network.serve(fake.tokens) { _, _ in throw failure }
        let error = try await #require(throws: LoginError.self) { try await fake.verify() }
        #expect(error.code == code)
        #expect(
            error.message.hasSuffix(
                "the token server https://auth.example, which https://registry.example names: \(failure.message)"
            )
        )
    }

    @Test func `a proxy that fails is named instead of the server`() async throws {
        let fake = FakeRegistry()
        let proxy = try #require(HTTPOrigin(scheme: "http", host: "proxy.example", port: 3128))
        fake.network.serve(fake.registry) { _, _ in
            throw HTTPTransportError(.unreachable, "connection refused", proxy: proxy)
        }
        let error = try await #require(throws: LoginError.self) { try await fake.verify() }
        #expect(
            error.message
                == "cannot reach https://registry.example through the proxy http://proxy.example:3128: connection refused"
        )
        #expect(error.advice == ["Check the proxy variables, or name the host in NO_PROXY"])
    }
}
