import HTTPTypes
import HelperProtocol
import RegistryCredentials
import RegistryLogin
import Testing

/// The recipients of a client's credential, for each request.
struct RegistryAuthenticatorTests {
    static let scope = "repository:team/app:pull"

    @Test func `before any challenge no authorization is sent`() async throws {
        let fake = FakeRegistry()
        let authenticator = try fake.authenticator()
        #expect(await authenticator.authorization(for: FakeRegistry.request(), scopes: [Self.scope]) == nil)
        #expect(fake.network.records.isEmpty)
    }

    @Test func `a challenge yields a token for its own scope and the scopes that the client needs`() async throws {
        let fake = FakeRegistry()
        fake.serveTokens()
        let authenticator = try fake.authenticator()
        let reply = HTTPReply.challenge(
            "Bearer realm=\"https://auth.example/token\",scope=\"repository:team/app:push\""
        )
        let answer = try await authenticator.authorization(
            answering: reply.head,
            to: FakeRegistry.request(),
            scopes: [Self.scope]
        )
        var next = FakeRegistry.request()
        try #require(answer).add(to: &next)
        #expect(next.headerFields[.authorization] == "Bearer \(FakeRegistry.access)")
        #expect(
            fake.network.records.map(\.address.query) == [
                "scope=repository%3Ateam%2Fapp%3Apull%2Cpush&account=ann&client_id=swift-docker-credentials"
            ]
        )
    }

    @Test func `after a challenge the token or the password is sent with the first attempt`() async throws {
        let fake = FakeRegistry()
        fake.serveTokens()
        let authenticator = try fake.authenticator()
        let bearer = HTTPReply.challenge("Bearer realm=\"https://auth.example/token\"")
        let first = try await authenticator.authorization(
            answering: bearer.head,
            to: FakeRegistry.request(),
            scopes: [Self.scope]
        )
        let second = await authenticator.authorization(for: FakeRegistry.request("/v2/other"), scopes: [Self.scope])
        #expect(first?.isFresh == true)
        #expect(second?.isFresh == false)
        #expect(second != nil)
        #expect(
            await authenticator.authorization(for: FakeRegistry.request(), scopes: ["repository:other:pull"]) == nil
        )

        let basic = HTTPReply.challenge("Basic realm=x")
        _ = try await authenticator.authorization(answering: basic.head, to: FakeRegistry.request())
        var next = FakeRegistry.request()
        await authenticator.authorization(for: next)?.add(to: &next)
        #expect(next.headerFields[.authorization] == FakeRegistry.basic)
    }

    @Test(arguments: [
        ("registry.example:8443", "https"), ("registry.example", "http"), ("registry.example:80", "https"),
        ("sub.registry.example", "https"), ("registry.example.evil.example", "https"), ("xregistry.example", "https"),
        ("registry.example@evil.example", "https"), ("registry.example:", "ftp"),
    ])
    func `another origin gets no authorization, and its challenge is ignored`(authority: String, scheme: String)
        async throws
    {
        let fake = FakeRegistry()
        fake.serveTokens()
        let authenticator = try fake.authenticator()
        let basic = HTTPReply.challenge("Basic realm=x").head
        let ours = try #require(try await authenticator.authorization(answering: basic, to: FakeRegistry.request()))
        let foreign = FakeRegistry.request(at: authority, scheme)
        #expect(await authenticator.authorization(for: foreign) == nil)
        #expect(try await authenticator.authorization(answering: basic, to: foreign) == nil)
        let bearer = HTTPReply.challenge("Bearer realm=\"https://auth.example/token\"").head
        #expect(try await authenticator.authorization(answering: bearer, to: foreign) == nil)
        #expect(fake.network.records.isEmpty)
        // An authorization is not added to a request for another origin, and removes an existing field there.
        var other = foreign
        other.headerFields[.authorization] = "Basic somebody"
        ours.add(to: &other)
        #expect(other.headerFields[.authorization] == nil)
    }

    @Test(arguments: ["registry.example", "REGISTRY.example", "registry.example:443", "registry.example."])
    func `an alternative form of the origin gets the authorization`(authority: String) async throws {
        let authenticator = try FakeRegistry().authenticator()
        let basic = HTTPReply.challenge("Basic realm=x").head
        #expect(try await authenticator.authorization(answering: basic, to: FakeRegistry.request(at: authority)) != nil)
    }

    @Test(arguments: [200, 302, 403, 404, 407, 500]) func `only a 401 is handled`(status: Int) async throws {
        let authenticator = try FakeRegistry().authenticator()
        let reply = HTTPReply.status(status, ["WWW-Authenticate": "Basic realm=x"])
        #expect(try await authenticator.authorization(answering: reply.head, to: FakeRegistry.request()) == nil)
    }

    @Test func `an authorization prints only its origin, and is not indexed by HTTP2`()
        async throws
    {
        let authenticator = try FakeRegistry().authenticator()
        let basic = HTTPReply.challenge("Basic realm=x").head
        let authorization = try #require(
            try await authenticator.authorization(answering: basic, to: FakeRegistry.request())
        )
        var dumped = ""
        dump(authorization, to: &dumped)
        for text in ["\(authorization)", String(reflecting: authorization), dumped] {
            for secret in FakeRegistry.secrets { #expect(!text.contains(secret)) }
        }
        #expect("\(authorization)" == "authorization for https://registry.example")
        var next = FakeRegistry.request()
        authorization.add(to: &next)
        authorization.add(to: &next)
        let fields = next.headerFields[fields: .authorization]
        #expect(fields.count == 1)
        #expect(fields.allSatisfy { $0.indexingStrategy == .disallow })
    }

    @Test func `without a credential an anonymous token is requested, and Basic is an error`() async throws {
        let fake = FakeRegistry()
        fake.serveTokens()
        let authenticator = try fake.authenticator(nil)
        let bearer = HTTPReply.challenge("Bearer realm=\"https://auth.example/token\",service=s").head
        #expect(try await authenticator.authorization(answering: bearer, to: FakeRegistry.request()) != nil)
        #expect(fake.network.summaries == ["GET https://auth.example/token?service=s"])
        let basic = HTTPReply.challenge("Basic realm=x").head
        let error = try await #require(throws: LoginError.self) {
            try await authenticator.authorization(answering: basic, to: FakeRegistry.request())
        }
        #expect(error.code == .unsupportedScheme)
    }

    @Test func `a rejected authorization is not sent again`() async throws {
        let fake = FakeRegistry()
        fake.serveTokens()
        let authenticator = try fake.authenticator()
        for challenge in ["Basic realm=x", "Bearer realm=\"https://auth.example/token\""] {
            let reply = HTTPReply.challenge(challenge).head
            let used = try #require(try await authenticator.authorization(answering: reply, to: FakeRegistry.request()))
            let error = try await #require(throws: LoginError.self) {
                try await authenticator.authorization(answering: reply, to: FakeRegistry.request(), after: used)
            }
            #expect(error.code == .rejected)
        }
    }
}

extension String {
    fileprivate var query: String? { split(separator: "?").dropFirst().first.map(String.init) }
}
