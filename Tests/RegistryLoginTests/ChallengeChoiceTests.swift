import HTTPTypes
import HelperProtocol
import RegistryCredentials
import RegistryLogin
import Testing

/// The choice among several challenges, and the handling of rejected tokens.
struct ChallengeChoiceTests {
    static let good = "Bearer realm=\"https://auth.example/token\""

    /// docker and skopeo use the first and fail: `Get "not%20a%20URL?account=a": unsupported protocol scheme ""`.
    @Test(arguments: [
        "Bearer realm=\"not a URL\"", "Bearer realm=\"/token\"", "Bearer realm=\"http://auth.example/token\"",
        "Bearer realm=\"https://10.0.0.1/token\"", "Bearer realm=\"\"", "Bearer realm=\"ftp://auth.example\"",
    ])
    func `an unusable token server falls back to the next one, and to Basic`(challenge: String) async throws {
        for (others, scheme) in [
            ([Self.good], "Bearer"), (["Basic realm=x"], "Basic"), (["Basic", Self.good], "Bearer"),
        ] {
            var fake = FakeRegistry()
            fake.challenges = [challenge] + others
            fake.serveRegistry()
            fake.serveTokens()
            #expect(try await fake.verify().verdict == .accepted)
            #expect(fake.network.records.last?.authorization?.hasPrefix(scheme) == true)
            #expect(fake.network.trusted.isSubset(of: [fake.registry, fake.tokens]))
        }
    }

    @Test func `the first problem is thrown if there is no fallback`() async throws {
        var fake = FakeRegistry()
        fake.challenges = ["Bearer realm=\"http://auth.example/\"", "Bearer realm=\"https://10.0.0.1/\""]
        fake.serveRegistry()
        let error = try await #require(throws: LoginError.self) { try await fake.verify() }
        #expect(error.code == .insecure)
        #expect(fake.network.trusted.isEmpty)
    }

    /// Registries do not always reply 401 to a token that is no longer valid; docker and skopeo have no cache to go
    /// stale, since they get a token for each command.
    @Test(arguments: [(400, false), (403, false), (401, false), (401, true), (403, true)])
    func `a cached token that is rejected is replaced once`(status: Int, challenges: Bool) async throws {
        let fake = FakeRegistry()
        fake.serveTokens(answer: FakeRegistry.answer(token: "old"))
        fake.network.serve(fake.registry) { request, _ in
            request.headerFields[.authorization] == "Bearer old" ? .status(200) : .challenge(Self.good)
        }
        let authenticator = try fake.authenticator()
        let scopes = ["repository:team/app:pull"]
        _ = try await authenticator.send(FakeRegistry.request(), scopes: scopes)
        fake.serveTokens(answer: FakeRegistry.answer(token: "new"))
        fake.network.serve(fake.registry) { request, _ in
            if request.headerFields[.authorization] == "Bearer new" { return .status(200) }
            return challenges ? .challenge(Self.good) : .status(status)
        }
        fake.network.forgetRecords()
        for _ in 0..<3 {
            #expect(try await authenticator.send(FakeRegistry.request(), scopes: scopes).head.status == .ok)
        }
        #expect(fake.tokenRequests.count == 1)
        #expect(fake.network.records.count { $0.authorization == "Bearer old" } == 1)
    }

    @Test(arguments: [400, 403]) func `a new token that is rejected in the same way is not replaced again`(status: Int)
        async throws
    {
        let fake = FakeRegistry()
        fake.serveTokens()
        fake.network.serve(fake.registry) { request, _ in
            request.headerFields[.authorization] == nil ? .challenge(Self.good) : .status(status)
        }
        let authenticator = try fake.authenticator()
        let scopes = ["repository:team/app:pull"]
        for expected in [1, 2] {
            let reply = try await authenticator.send(FakeRegistry.request(), scopes: scopes)
            #expect(reply.head.status.code == status)
            #expect(fake.tokenRequests.count == expected)
        }
    }

    @Test(arguments: [403, 404]) func `a rejection of Basic is final`(status: Int) async throws {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { request, _ in
            request.headerFields[.authorization] == nil ? .challenge("Basic realm=x") : .status(status)
        }
        let authenticator = try fake.authenticator()
        for _ in 0..<2 {
            #expect(try await authenticator.send(FakeRegistry.request()).head.status.code == status)
        }
        #expect(fake.network.records.count == 3)
    }

    @Test(arguments: ["registry.example/team/app", "registry.example/v2/team", "https://registry.example/a"])
    func `a 404 for an address with a path says that the path is not used`(address: String) async throws {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { _, _ in .status(404) }
        let error = try await #require(throws: LoginError.self) { try await fake.verify(for: address) }
        #expect(error.code == .notFound)
        #expect(error.message == "https://registry.example has no registry at /v2/ (404 Not Found)")
        #expect(error.advice.joined().contains("is not used"))
    }

    @Test func `a custom policy is consulted for every token server except the registry's own origin`() async throws {
        for (realm, isAsked) in [
            ("https://registry.example:8443", true), ("https://auth.example", true),
            ("https://sub.registry.example", true),
            ("https://registry.example", false), ("https://registry.example:443", false),
        ] {
            var fake = FakeRegistry()
            fake.challenges = ["Bearer realm=\"\(realm)/token\""]
            fake.serveRegistry()
            let error = await #expect(throws: LoginError.self) {
                try await fake.verify { $0.authentication.trustedRealms = TrustedRealms { _, _ in false } }
            }
            #expect((error?.code == .untrustedRealm) == isAsked, "\(realm)")
        }
    }

    /// docker 28.2 and skopeo 1.9 send `a=%7Bb%7Cc%7D`, drop a parameter with a bad escape, and keep `%2F`.
    @Test(arguments: [
        "a={b|c}", "a=%", "a=%zz&b=%2", "a=b%2Fc", "a=\"<>^`", "a=b;c=[d]",
    ])
    func `the query of a realm is sent unchanged`(query: String) async throws {
        var fake = FakeRegistry()
        let quoted = query.replacing("\"", with: "\\\"")
        fake.challenges = ["Bearer realm=\"https://auth.example/token?\(quoted)\",service=\"a/b\""]
        fake.serveRegistry()
        fake.serveTokens()
        _ = try await fake.verify()
        let end = "service=a%2Fb&account=ann&client_id=swift-docker-credentials"
        #expect(fake.tokenRequests.map(\.request.path) == ["/token?\(query)&\(end)"])
    }
}
