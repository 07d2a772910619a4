import HTTPTypes
import HelperProtocol
import RegistryCredentials
import RegistryLogin
import Testing

/// Evidence for a password: only a direct reply of `/v2/` or of a token server, without a redirect.
///
/// docker 28.2 and skopeo 1.9 follow the redirect to a sign-in page. Both report "Login Succeeded" for any
/// password and save it.
struct LoginEvidenceTests {
    static let page = HTTPReply.status(200, ["Content-Type": "text/plain"], "sign in, please")

    func login(_ fake: FakeRegistry, into store: RecordingStore) async throws -> LoginOutcome {
        try await fake.service().login(
            to: ServerAddress("registry.example"),
            with: FakeRegistry.wrong,
            savingIn: store
        )
    }

    @Test(
        arguments: [301, 302, 303, 307, 308],
        ["/users/sign_in", "/v2", "https://registry.example/v2/?signed=out", "https://www.example/"]
    )
    func `any redirect of the request with the password leaves it unverified`(
        status: Int,
        location: String
    ) async throws {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { request, _ in
            if request.path != "/v2/" { return Self.page }
            return request.headerFields[.authorization] == nil
                ? .challenge("Basic realm=x") : .status(status, ["Location": location])
        }
        fake.network.serve("https://www.example") { _, _ in Self.page }
        let store = RecordingStore()
        let error = try await #require(throws: LoginError.self) { try await login(fake, into: store) }
        #expect(error.code == .notARegistry)
        #expect(await store.calls.isEmpty)
        #expect(fake.network.records.count == 2)
    }

    @Test(arguments: [302, 307])
    func `a redirect of the first request to a page does not mean that no login is required`(status: Int)
        async throws
    {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { request, _ in
            request.path == "/v2/" ? .status(status, ["Location": "/welcome"]) : Self.page
        }
        let store = RecordingStore()
        let error = try await #require(throws: LoginError.self) { try await login(fake, into: store) }
        #expect(error.code == .notARegistry)
        #expect(fake.network.summaries == ["GET https://registry.example/v2/"])
        #expect(await store.calls.isEmpty)
    }

    @Test(arguments: [302, 303], [AuthenticationOptions.PasswordGrant.get, .postThenGet])
    func `a token from a redirect of the token server verifies nothing`(
        status: Int,
        grant: AuthenticationOptions.PasswordGrant
    ) async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        let answer = FakeRegistry.answer()
        fake.network.serve(fake.tokens) { request, _ in
            request.path?.hasPrefix("/anonymous") == true
                ? .status(200, [:], answer) : .status(status, ["Location": "/anonymous"])
        }
        let error = try await #require(throws: LoginError.self) {
            try await fake.verify(FakeRegistry.wrong) { $0.authentication.passwordGrant = grant }
        }
        #expect(error.code == .failed)
        #expect(fake.tokenRequests.count == 1)
    }

    @Test(arguments: [301, 307, 308])
    func `a redirect of the token server within its origin is followed`(status: Int) async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens()
        fake.network.serve(fake.tokens, at: "/token") { request, _ in
            .status(status, ["Location": "/moved\(request.path?.dropFirst("/token".count) ?? "")"])
        }
        #expect(try await fake.verify().verdict == .accepted)
        #expect(fake.tokenRequests.map(\.authorization) == [FakeRegistry.basic, FakeRegistry.basic])
    }

    @Test(arguments: [204, 206, 299]) func `each success status of v2 verifies a password`(status: Int) async throws {
        var fake = FakeRegistry()
        fake.challenges = ["Basic realm=x"]
        fake.serveRegistry(status: status)
        let outcome = try await fake.verify()
        #expect(outcome.verdict == .accepted && outcome.verifiedBy == .registry)
    }
}
