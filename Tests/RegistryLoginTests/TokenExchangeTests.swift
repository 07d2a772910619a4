import HTTPTypes
import HelperProtocol
import RegistryCredentials
import RegistryLogin
import Testing

/// The requests to token servers, and the handling of their replies.
struct TokenExchangeTests {
    // MARK: Requests

    @Test(arguments: [
        ("Bearer realm=\"https://auth.example/token\"", "/token?"),
        ("Bearer realm=\"https://auth.example\"", "/?"),
        ("Bearer realm=\"https://auth.example/token\",service=\"\"", "/token?"),
        ("Bearer realm=\"https://auth.example/token\",service=\"my registry\"", "/token?service=my%20registry&"),
        ("Bearer realm=\"https://auth.example/token?a=b&c\",service=\"s\"", "/token?a=b&c&service=s&"),
        ("Bearer realm=\"https://auth.example/token?\",service=\"s\"", "/token?service=s&"),
        ("Bearer realm=\"https://auth.example/token#f\",service=\"s\"", "/token?service=s&"),
        (
            "Bearer realm=\"https://auth.example/token\",service=s,scope=\"b:y:pull a:x:push,pull b:y:pull\"",
            "/token?service=s&scope=a%3Ax%3Apull%2Cpush&scope=b%3Ay%3Apull&"
        ),
    ])
    func `the query of the realm is kept, and the challenge's parameters are added`(
        challenge: String,
        beginning: String
    ) async throws {
        var fake = FakeRegistry()
        fake.challenges = [challenge]
        fake.serveRegistry()
        fake.serveTokens()
        _ = try await fake.verify()
        let path = try #require(fake.tokenRequests.first?.request.path)
        #expect(path == "\(beginning)account=ann&client_id=swift-docker-credentials")
    }

    @Test func `a login requests no additional scope`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens()
        _ = try await fake.verify()
        #expect(fake.tokenRequests.allSatisfy { !$0.address.contains("scope") })
    }

    @Test func `the password is sent by Basic in UTF-8, and only to the token server`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens()
        _ = try await fake.verify()
        #expect(fake.tokenRequests.map(\.authorization) == [FakeRegistry.basic])
        let toRegistry = fake.network.records.filter { $0.address.hasPrefix(fake.registry) }
        #expect(toRegistry.map(\.authorization) == [nil, "Bearer \(FakeRegistry.access)"])
    }

    @Test(
        arguments: [
            (400, [.rejected]), (401, [.rejected]), (403, [.forbidden]), (404, [.notFound]), (405, [.methodNotAllowed]),
            (429, [.rateLimited]), (500, [.unavailable]), (418, [.failed]),
        ] as [(Int, [LoginError.Code])]
    )
    func `each status of a token server has its own error, with its message but no secret`(
        status: Int,
        code: [LoginError.Code]
    ) async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.network.serve(fake.tokens) { _, _ in
            .status(status, [:], FakeRegistry.refusing("echo \(FakeRegistry.password)"))
        }
        let error = try await #require(throws: LoginError.self) { try await fake.verify() }
        #expect([error.code] == code)
        #expect(error.serverErrors.map(\.description) == ["UNAUTHORIZED: <redacted>"])
        #expect("\(error)".contains("https://auth.example") && !"\(error)".contains("echo"))
    }

    @Test func `a redirect of the token server to another origin does not get the password`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.network.serve(fake.tokens) { _, _ in .status(307, ["Location": "https://auth.example:8443/token"]) }
        let error = try await #require(throws: LoginError.self) { try await fake.verify() }
        #expect(error.code == .untrustedRealm)
        #expect(fake.network.trusted == ["https://auth.example"])
    }

    @Test(arguments: [301, 302, 303])
    func `a redirect that would turn the POST of an identity token into a GET is an error`(status: Int) async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        let answer = FakeRegistry.answer()
        fake.network.serve(fake.tokens) { request, _ in
            // An anonymous token would look like the result of the identity token.
            request.method == .post ? .status(status, ["Location": "/anonymous"]) : .status(200, [:], answer)
        }
        let error = try await #require(throws: LoginError.self) {
            try await fake.verify(.identityToken(Secret(FakeRegistry.identity)))
        }
        #expect(error.code == .failed)
        #expect(fake.tokenRequests.map(\.method) == ["POST"])
    }

    @Test(arguments: [307, 308])
    func `a redirect within the token server's origin keeps the body of a POST`(status: Int) async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens()
        fake.network.serve(fake.tokens, at: "/token") { _, _ in .status(status, ["Location": "/oauth"]) }
        #expect(try await fake.verify(.identityToken(Secret(FakeRegistry.identity))).verdict == .accepted)
        #expect(fake.tokenRequests.map(\.method) == ["POST", "POST"])
    }

    // MARK: POST

    @Test func `a POST of the password has it in its body, and no Authorization`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens()
        _ = try await fake.verify() { $0.authentication.passwordGrant = .postThenGet }
        let question = try #require(fake.tokenRequests.first)
        #expect(fake.tokenRequests.count == 1)
        #expect(question.summary == "POST https://auth.example/token")
        #expect(question.request.headerFields[.contentType] == "application/x-www-form-urlencoded")
        #expect(
            question.body == "grant_type=password&username=ann&password=pa%3Ass%20w%C3%B6rd"
                + "&client_id=swift-docker-credentials&service=registry.example"
        )
    }

    @Test(arguments: [400, 401, 404, 405])
    func `a token server without OAuth gets a GET after the POST`(status: Int) async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens(post: status)
        #expect(try await fake.verify() { $0.authentication.passwordGrant = .postThenGet }.verdict == .accepted)
        #expect(fake.tokenRequests.map(\.method) == ["POST", "GET"])
    }

    @Test(arguments: [403, 429, 500]) func `any other failure of the POST is final`(status: Int) async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens(post: status)
        await #expect(throws: LoginError.self) {
            try await fake.verify() { $0.authentication.passwordGrant = .postThenGet }
        }
        #expect(fake.tokenRequests.map(\.method) == ["POST"])
    }

    @Test func `no POST is sent unless the options request it`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens()
        _ = try await fake.verify()
        #expect(fake.tokenRequests.map(\.method) == ["GET"])
    }

    // MARK: Replies

    @Test(arguments: [
        #"{"token":"access-4567"}"#, #"{"access_token":"access-4567"}"#,
        #"{"token":"other","access_token":"access-4567"}"#, #"{"access_token":"","token":"access-4567"}"#,
        #"{"access_token":null,"token":"access-4567"}"#, #" { "token" : "acces\u0073-4567" } "#,
        #"{"token":"access-4567","expires_in":"soon","issued_at":7,"refresh_token":[]}"#,
    ])
    func `a token is read from either member, and the newer name takes precedence`(answer: String) async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens(answer: answer)
        #expect(try await fake.verify().verdict == .accepted)
    }

    @Test(arguments: [
        "", "access-4567", "[]", "{}", #"{"token":""}"#, #"{"token":7}"#, #"{"token":"a b"}"#,
        #"{"token":"a\r\nX: y"}"#,
        #"{"token":"tökén"}"#, #"{"Token":"access-4567"}"#, #"{"token":"access-4567""#, #"{"token":"access-4567"} x"#,
    ])
    func `a reply without a usable token is an error that does not quote it`(answer: String) async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens(answer: answer)
        let error = try await #require(throws: LoginError.self) { try await fake.verify() }
        #expect(error.code == .malformedToken)
        #expect(!"\(error)".contains("access-4567"))
        #expect(fake.network.records.count == 2)
    }

    @Test func `a reply of 128 KiB is read, and a longer one is rejected`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        let short = FakeRegistry.answer()
        let padding = String(repeating: " ", count: 128 * 1024 - short.utf8.count)
        fake.serveTokens(answer: short + padding)
        #expect(try await fake.verify().verdict == .accepted)
        fake.serveTokens(answer: short + padding + " ")
        let error = try await #require(throws: LoginError.self) { try await fake.verify() }
        #expect(error.code == .malformedToken)
    }
}
