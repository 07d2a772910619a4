import HTTPTypes
import HelperProtocol
import RegistryCredentials
import RegistryLogin
import Synchronization
import Testing

/// Complete requests: replies to challenges, and the credential in redirects.
struct AuthenticatedRequestTests {
    static let scope = "repository:team/app:pull"

    @Test func `the first request answers a challenge, and the next one sends the token at once`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens()
        let authenticator = try fake.authenticator()
        for _ in 0..<2 {
            let reply = try await authenticator.send(FakeRegistry.request(), scopes: [Self.scope])
            #expect(reply.head.status == .ok)
        }
        #expect(
            fake.network.records.map { "\($0.request.authority ?? "") \($0.authorization?.prefix(6) ?? "-")" } == [
                "registry.example -", "auth.example Basic ", "registry.example Bearer", "registry.example Bearer",
            ]
        )
    }

    @Test func `a registry that rejects a new token gets no third request`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens(answer: FakeRegistry.answer(token: "another"))
        let authenticator = try fake.authenticator()
        let error = try await #require(throws: LoginError.self) { try await authenticator.send(FakeRegistry.request()) }
        #expect(error.code == .rejected)
        #expect(error.serverErrors.map(\.code) == ["UNAUTHORIZED"])
        #expect(fake.network.records.count == 3)
    }

    @Test func `a token that is rejected later is replaced once`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens(answer: FakeRegistry.answer(token: "old"))
        fake.network.serve(fake.registry) { request, _ in
            request.headerFields[.authorization] == "Bearer old"
                ? .status(200) : .challenge("Bearer realm=\"https://auth.example/token\"")
        }
        let authenticator = try fake.authenticator()
        _ = try await authenticator.send(FakeRegistry.request(), scopes: [Self.scope])
        // The registry has new keys.
        fake.serveRegistry()
        fake.serveTokens()
        fake.network.forgetRecords()
        #expect(try await authenticator.send(FakeRegistry.request(), scopes: [Self.scope]).head.status == .ok)
        #expect(fake.network.records.compactMap(\.authorization).first == "Bearer old")
        #expect(fake.network.records.count == 3)
    }

    @Test func `a request ends even if other tasks fill the cache with invalid tokens`() async throws {
        let fake = FakeRegistry()
        let count = Mutex(0)
        fake.network.serve(fake.registry) { _, _ in .challenge("Bearer realm=\"https://auth.example/token\"") }
        fake.network.serve(fake.tokens) { _, _ in
            .status(200, [:], FakeRegistry.answer(token: "t\(count.withLock { $0 += 1; return $0 })"))
        }
        let cache = TokenCache()
        await withTaskGroup { group in
            for _ in 0..<20 {
                group.addTask {
                    let authenticator = try? fake.authenticator(cache: cache)
                    let error = await #expect(throws: LoginError.self) {
                        _ = try await authenticator?.send(FakeRegistry.request(), scopes: [Self.scope])
                    }
                    #expect(error?.code == .rejected)
                }
            }
        }
        #expect(fake.network.records.count <= 20 * 5)
    }

    @Test func `an error of the token server does not repeat earlier text of the registry`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens(get: 401)
        let authenticator = try fake.authenticator()
        let error = try await #require(throws: LoginError.self) { try await authenticator.send(FakeRegistry.request()) }
        #expect(error.code == .rejected)
        #expect(error.serverErrors.isEmpty)
        #expect("\(error)".contains("auth.example"))
    }

    @Test func `the body is sent again with the authorization`() async throws {
        var fake = FakeRegistry()
        fake.challenges = ["Basic realm=x"]
        fake.serveRegistry()
        var put = FakeRegistry.request()
        put.method = .put
        _ = try await fake.authenticator().send(put, body: Array("manifest".utf8))
        #expect(fake.network.records.map(\.body) == ["manifest", "manifest"])
    }

    @Test func `any other status is returned to the client`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry(status: 404)
        fake.serveTokens()
        #expect(try await fake.authenticator().send(FakeRegistry.request()).head.status == .notFound)
    }

    // MARK: Redirects

    @Test(arguments: [
        "https://blobs.example/x", "https://registry.example:8443/x", "//blobs.example/x",
        "https://sub.registry.example/x",
    ])
    func `a blob host gets no authorization, and its challenge is ignored`(location: String) async throws {
        var fake = FakeRegistry()
        fake.challenges = ["Basic realm=x"]
        let target = try #require(location.split(separator: "/").first { $0.contains(".example") })
        fake.network.serve("https://\(target)") { _, _ in
            .challenge("Basic realm=y", "Bearer realm=\"https://auth.example/token\"")
        }
        fake.network.serve(fake.registry) { request, _ in
            request.headerFields[.authorization] == nil
                ? .challenge("Basic realm=x") : .status(307, ["Location": location])
        }
        fake.serveTokens()
        let reply = try await fake.authenticator().send(FakeRegistry.request())
        #expect(reply.head.status == .unauthorized)
        #expect(fake.network.trusted == ["https://registry.example"])
        #expect(fake.network.records.count == 3)
    }

    @Test func `a redirect within the registry keeps the authorization`() async throws {
        var fake = FakeRegistry()
        fake.challenges = ["Basic realm=x"]
        fake.network.serve(fake.registry) { request, _ in
            switch (request.path, request.headerFields[.authorization]) {
            case ("/elsewhere", FakeRegistry.basic): .status(200)
            case (_, FakeRegistry.basic): .status(302, ["Location": "/elsewhere"])
            default: .challenge("Basic realm=x")
            }
        }
        #expect(try await fake.authenticator().send(FakeRegistry.request()).head.status == .ok)
    }

    @Test func `a redirect back from another origin gets no authorization`() async throws {
        let fake = FakeRegistry()
        fake.network.serve("https://evil.example") { _, _ in
            .status(302, ["Location": "https://registry.example/v2/private"])
        }
        fake.network.serve(fake.registry) { request, _ in
            switch (request.path, request.headerFields[.authorization]) {
            case ("/v2/private", nil): .challenge("Basic realm=x")
            case ("/v2/private", _): .status(200, [:], "private")
            case (_, nil): .challenge("Basic realm=x")
            default: .status(302, ["Location": "https://evil.example/"])
            }
        }
        let reply = try await fake.authenticator().send(FakeRegistry.request())
        #expect(reply.head.status == .unauthorized)
        #expect(fake.network.records.last?.authorization == nil)
        #expect(fake.network.records.count == 4)
    }

    @Test func `a redirect to plain HTTP is an error, and nothing is sent there`() async throws {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { _, _ in .status(302, ["Location": "http://blobs.example/x"]) }
        let error = try await #require(throws: LoginError.self) {
            try await fake.authenticator().send(FakeRegistry.request())
        }
        #expect(error.code == .insecure)
        #expect(fake.network.records.count == 1)
    }

    @Test func `more than ten redirects are an error`() async throws {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { _, _ in .status(302, ["Location": "/again"]) }
        let error = try await #require(throws: LoginError.self) {
            try await fake.authenticator().send(FakeRegistry.request())
        }
        #expect(error.code == .failed)
        #expect(fake.network.records.count == 11)
    }

    @Test func `an authorization that the client sets is removed`() async throws {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { _, _ in .status(200) }
        var own = FakeRegistry.request()
        own.headerFields[.authorization] = "Bearer own"
        _ = try await fake.authenticator().send(own)
        #expect(fake.network.trusted.isEmpty)
    }
}
