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
            (429, "", "-1", nil), (429, "", "soon", nil), (429, "", "Fri, 31 Dec 2027 25:59:59 GMT", nil),
            // Half an hour after the date of the response, in the three forms of RFC 9110.
            (429, "", "Sun, 06 Nov 1994 09:19:37 GMT", 1800), (401, "", "Sunday, 06-Nov-94 09:19:37 GMT", 1800),
            (403, #"{"details":"no"}"#, "Sun Nov  6 09:19:37 1994", 1800),
            (503, "", "Mon, 07 Nov 1994 08:49:37 GMT", 86400),
            (429, "", "Sat, 05 Nov 1994 08:49:37 GMT", 0),
        ] as [(Int, String, String?, Int?)]
    )
    func `a lockout or a rate limit is not reported as a wrong password`(
        status: Int,
        body: String,
        retryAfter: String?,
        seconds: Int?
    ) async throws {
        let date = "Sun, 06 Nov 1994 08:49:37 GMT"
        let reply = HTTPReply.status(status, retryAfter.map { ["Retry-After": $0, "Date": date] } ?? [:], body)
        let error = try await error(reply)
        #expect(error.code == (status == 503 ? .unavailable : .rateLimited))
        #expect(error.retryAfter == seconds.map { .seconds($0) })
        let when = seconds.map { $0 == 0 ? "" : " in \($0) seconds" } ?? " later"
        #expect(error.advice == ["Try again\(when)"])
    }

    @Test(
        arguments: [
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600),
            ("Thu, 01 Mar 2100 00:00:00 GMT", 4_107_542_400), ("Fri, 31 Dec 2027 23:59:59 GMT", 1_830_297_599),
            ("Friday, 31-Dec-27 23:59:59 GMT", 1_830_297_599), ("Fri Dec 31 23:59:59 2027", 1_830_297_599),
            ("Sun Nov  6 08:49:37 1994", 784_111_777), ("Fri, 31 Dec 2027 23:59:59 CET", nil),
            ("Fri, 31 Dez 2027 23:59:59 GMT", nil), ("Fri, +1 Dec 2027 23:59:59 GMT", nil), ("", nil),
            ("Fri, 32 Dec 2027 23:59:59 GMT", nil), ("Fri, 31 Dec 1969 23:59:59 GMT", nil),
        ] as [(String, Int?)]
    )
    func `a date of HTTP is read in all its forms`(text: String, seconds: Int?) {
        #expect(HTTPDate(text)?.secondsSince1970 == seconds)
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
        (HTTPTransportError(.connectionRefused, "connection refused"), .unreachable),
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
        // No advice about plain HTTP: the registry has chosen the address.
        #expect(error.code == code && error.advice.isEmpty)
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
            throw HTTPTransportError(.connectionRefused, "connection refused", proxy: proxy)
        }
        let error = try await #require(throws: LoginError.self) { try await fake.verify() }
        #expect(
            error.message
                == "cannot reach https://registry.example through the proxy http://proxy.example:3128: connection refused"
        )
        #expect(error.advice == ["Check the proxy variables, or name the host in NO_PROXY"])
    }
}
