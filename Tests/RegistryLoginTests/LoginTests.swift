import HTTPTypes
import HelperProtocol
import RegistryCredentials
import RegistryLogin
import Testing

/// The requests of a login, as the registry receives them.
struct LoginTests {
    func login(
        _ fake: FakeRegistry,
        _ credential: Credential = FakeRegistry.credential,
        to address: String = "registry.example",
        into store: RecordingStore = RecordingStore(),
        _ change: (inout LoginOptions) -> Void = { _ in }
    ) async throws -> LoginOutcome {
        try await fake.service(change).login(to: try ServerAddress(address), with: credential, savingIn: store)
    }

    // MARK: The first request

    @Test func `the first request carries no credential`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens()
        _ = try await login(fake)
        #expect(fake.network.summaries.first == "GET https://registry.example/v2/")
    }

    @Test(arguments: [("{}", "application/json"), ("", "text/plain"), ("", "")])
    func `a registry that requires no authentication is not an error, and nothing is saved`(body: String, type: String)
        async throws
    {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { _, _ in .status(200, ["Content-Type": type], body) }
        let store = RecordingStore()
        let outcome = try await login(fake, into: store)
        #expect(outcome.verdict == .authenticationNotRequired)
        #expect(!outcome.isSaved)
        #expect(await store.entries.isEmpty)
        #expect(fake.network.trusted.isEmpty)
    }

    @Test func `an unverified credential is saved if the options allow it`() async throws {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { _, _ in .status(200) }
        let store = RecordingStore()
        let outcome = try await login(fake, into: store) { $0.savesUnverified = true }
        #expect(outcome.verdict == .authenticationNotRequired)
        #expect(outcome.isSaved)
        #expect(await store.entries == ["registry.example": FakeRegistry.credential])
    }

    @Test(arguments: [
        (403, LoginError.Code.forbidden), (404, .notFound), (405, .methodNotAllowed), (429, .rateLimited),
        (500, .unavailable), (503, .unavailable), (418, .notARegistry), (304, .notARegistry),
    ])
    func `each other status of the first request has its own error`(status: Int, code: LoginError.Code)
        async throws
    {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { _, _ in
            .status(status, [:], #"{"errors":[{"code":"DENIED","message":"not\u001b[31m you\u000a"}]}"#)
        }
        let error = try await #require(throws: LoginError.self) { try await login(fake) }
        #expect(error.code == code)
        #expect(error.status == status)
        #expect(error.serverErrors == [RegistryErrorEntry(code: "DENIED", message: "not\u{1B}[31m you\u{A}")])
        #expect(fake.network.trusted.isEmpty)
    }

    @Test func `a web page is not a registry, with or without a challenge`() async throws {
        let open = FakeRegistry()
        open.network.serve(open.registry) { _, _ in .status(200, ["Content-Type": "text/html; charset=utf-8"], "hello")
        }
        let error = try await #require(throws: LoginError.self) { try await login(open) }
        #expect(error.code == .notARegistry)

        var guarded = FakeRegistry()
        guarded.challenges = ["Basic realm=x"]
        guarded.serveRegistry(body: " \n<!doctype html>")
        let store = RecordingStore()
        let other = try await #require(throws: LoginError.self) { try await login(guarded, into: store) }
        #expect(other.code == .notARegistry)
        #expect(await store.calls.isEmpty)
    }

    @Test func `a redirect to another origin is not a registry, and is not followed`() async throws {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { _, _ in .status(301, ["Location": "https://www.example/v2/"]) }
        fake.network.serve("https://www.example") { _, _ in .challenge("Basic realm=x") }
        let error = try await #require(throws: LoginError.self) { try await login(fake) }
        #expect(error.code == .notARegistry)
        #expect("\(error)".contains("log in to www.example"))
        #expect(fake.network.summaries == ["GET https://registry.example/v2/"])
    }

    // MARK: Basic

    @Test(arguments: [
        ["Basic realm=\"x\""], ["Negotiate", "Basic realm=\"x\""], ["Negotiate, Basic realm=\"x\""], ["Basic"],
        ["Bearer service=\"no realm\"", "Basic realm=x"], ["Bearer realm=\"\", Basic realm=x"],
        ["Bearer realm=\"unclosed, Basic realm=\"x\""],
    ])
    func `the password is sent by Basic if no Bearer challenge is usable`(challenges: [String]) async throws {
        var fake = FakeRegistry()
        fake.challenges = challenges
        fake.serveRegistry()
        let store = RecordingStore()
        let outcome = try await login(fake, into: store)
        #expect(outcome.verdict == .accepted)
        #expect(outcome.isSaved)
        #expect(await store.entries == ["registry.example": FakeRegistry.credential])
        #expect(
            fake.network.summaries == [
                "GET https://registry.example/v2/", "GET https://registry.example/v2/ [Basic]",
            ]
        )
    }

    @Test func `a wrong password is rejected after one attempt, with the registry's message`()
        async throws
    {
        var fake = FakeRegistry()
        fake.challenges = ["Basic realm=x"]
        fake.serveRegistry()
        let store = RecordingStore()
        let error = try await #require(throws: LoginError.self) {
            try await login(fake, FakeRegistry.wrong, into: store)
        }
        #expect(error.code == .rejected)
        #expect(error.status == 401)
        #expect(error.serverErrors.map(\.code) == ["UNAUTHORIZED"])
        #expect(fake.network.records.count == 2)
        #expect(await store.calls.isEmpty)
    }

    @Test(arguments: [["Negotiate"], ["Digest realm=x"], [], ["@@@"]])
    func `a registry without a supported scheme gets no credential`(challenges: [String]) async throws {
        var fake = FakeRegistry()
        fake.challenges = challenges
        fake.serveRegistry()
        let error = try await #require(throws: LoginError.self) { try await login(fake) }
        #expect(error.code == .unsupportedScheme)
        #expect(fake.network.trusted.isEmpty)
    }

    // MARK: Bearer

    @Test(arguments: [
        ["Basic realm=x, Bearer realm=\"https://auth.example/token\""],
        ["Basic realm=x", "Bearer realm=\"https://auth.example/token\""],
        ["Bearer realm=\"https://auth.example/token\"", "Basic realm=x"],
    ])
    func `Bearer is preferred to Basic, in any order of challenges`(challenges: [String]) async throws {
        var fake = FakeRegistry()
        fake.challenges = challenges
        fake.serveRegistry()
        fake.serveTokens()
        #expect(try await login(fake).verdict == .accepted)
        #expect(
            fake.network.summaries == [
                "GET https://registry.example/v2/",
                "GET https://auth.example/token?account=ann&client_id=swift-docker-credentials [Basic]",
                "GET https://registry.example/v2/ [Bearer]",
            ]
        )
    }

    @Test func `Basic can be forced, and then no token server is contacted or checked`() async throws {
        var fake = FakeRegistry()
        fake.challenges = ["Bearer realm=\"http://10.0.0.1/token\""]
        fake.serveRegistry()
        #expect(try await login(fake) { $0.authentication.forcesBasic = true }.verdict == .accepted)
        #expect(fake.network.trusted == ["https://registry.example"])
    }

    @Test func `a token that the registry rejects is an error without a retry`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens(answer: FakeRegistry.answer(token: "another"))
        let error = try await #require(throws: LoginError.self) { try await login(fake) }
        #expect(error.code == .rejected)
        #expect(error.serverErrors.map(\.message) == ["authentication required"])
        #expect(fake.network.records.count == 3)
    }

    @Test func `a wrong password after a valid one is rejected, and the valid one is kept`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens()
        let store = RecordingStore()
        let service = fake.service()
        let server = try ServerAddress("registry.example")
        _ = try await service.login(to: server, with: FakeRegistry.credential, savingIn: store)
        let error = try await #require(throws: LoginError.self) {
            try await service.login(to: server, with: FakeRegistry.wrong, savingIn: store)
        }
        #expect(error.code == .rejected)
        #expect(await store.entries == ["registry.example": FakeRegistry.credential])
    }

    @Test func `a registry token is sent unchanged to the registry, and to no token server`() async throws {
        var fake = FakeRegistry()
        // A token server that must not receive a credential.
        fake.challenges = ["Bearer realm=\"http://10.0.0.1/token\""]
        fake.serveRegistry()
        let outcome = try await login(fake, .registryToken(Secret(FakeRegistry.access)))
        #expect(outcome.verdict == .accepted)
        #expect(fake.network.trusted == ["https://registry.example"])
        #expect(fake.network.records.count == 2)

        let error = try await #require(throws: LoginError.self) {
            try await login(fake, .registryToken(Secret("another")))
        }
        #expect(error.code == .rejected)
    }

    // MARK: The store and the registry's aliases

    @Test func `a verification saves nothing`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens()
        let outcome = try await fake.service().verify(FakeRegistry.credential, for: ServerAddress("registry.example"))
        #expect(outcome.verdict == .accepted)
        #expect(!outcome.isSaved)
    }

    @Test func `an error of the store is thrown unchanged`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens()
        let store = RecordingStore(failingWith: CredentialStoreError(.locked, "the keyring is locked"))
        let error = try await #require(throws: CredentialStoreError.self) { try await login(fake, into: store) }
        #expect(error.code == .locked)
    }

    @Test(arguments: [
        "docker.io", "index.docker.io", "registry-1.docker.io", "https://index.docker.io/v1/",
        "registry.hub.docker.com",
    ])
    func `every alias of Docker Hub reaches its registry and is saved under its key`(address: String)
        async throws
    {
        var fake = FakeRegistry()
        fake.registry = "https://registry-1.docker.io"
        fake.serveRegistry()
        fake.serveTokens()
        let store = RecordingStore()
        let outcome = try await login(fake, to: address, into: store)
        #expect(outcome.key == "https://index.docker.io/v1/")
        #expect(await store.entries.keys.sorted() == ["https://index.docker.io/v1/"])
    }

    @Test(arguments: [
        ("Registry.example:443", "https://registry.example", "registry.example"),
        ("registry.example:5000/team/app", "https://registry.example:5000", "registry.example:5000"),
        ("https://registry.example/v2/", "https://registry.example", "registry.example"),
        ("[::1]:5000", "https://[::1]:5000", "[::1]:5000"),
    ])
    func `any other registry is saved under its host and port`(address: String, origin: String, key: String)
        async throws
    {
        var fake = FakeRegistry()
        fake.registry = origin
        fake.serveRegistry()
        fake.serveTokens()
        let store = RecordingStore()
        #expect("\(try await login(fake, to: address, into: store).registry)" == origin)
        #expect(await store.entries.keys.sorted() == [key])
    }
}
