import HTTPTypes
import HelperProtocol
import RegistryCredentials
import RegistryLogin
import Synchronization
import Testing

/// The rules for reusing a token.
struct TokenCacheTests {
    /// A clock that the test advances.
    final class Clock: Sendable {
        private let time = Mutex(Duration.seconds(1_800_000_000))
        var now: Duration { time.withLock { $0 } }
        func advance(by duration: Duration) { time.withLock { $0 += duration } }
    }

    /// A registry, and the number of requests to its token server.
    struct World {
        let fake: FakeRegistry
        let clock = Clock()
        let cache: TokenCache

        init(answer: String) {
            fake = FakeRegistry()
            fake.serveRegistry()
            fake.serveTokens(answer: answer)
            cache = TokenCache { [clock] in clock.now }
        }

        var questions: Int { fake.network.summaries.count { $0.contains("auth.example") } }

        func pull(
            _ scope: String = "repository:a:pull",
            by credential: Credential? = FakeRegistry.credential,
            at registry: String = "registry.example"
        ) async throws {
            let authenticator = try RegistryAuthenticator(
                registry: HTTPOrigin(of: ServerAddress(registry)),
                credential: credential,
                transport: fake.network,
                options: .patient,
                cache: cache
            )
            let request = HTTPRequest(method: .get, scheme: "https", authority: registry, path: "/v2/a/tags/list")
            _ = try await authenticator.send(request, scopes: [scope])
        }
    }

    static func answer(_ more: String) -> String { "{\"token\":\"\(FakeRegistry.access)\"\(more)}" }

    @Test(arguments: [
        (",\"expires_in\":300", 289, 291), (",\"expires_in\":3600", 3589, 3591), ("", 53, 55),
        (",\"expires_in\":0", 53, 55),
        (",\"expires_in\":10", 53, 55), (",\"expires_in\":-5", 53, 55), (",\"expires_in\":61.5", 54, 56),
        (",\"expires_in\":null", 53, 55), (",\"expires_in\":1e300", 31_535_989, 31_535_991),
        (",\"expires_in\":300,\"issued_at\":\"2027-01-15T07:58:20Z\"", 189, 191),
        (",\"expires_in\":300,\"issued_at\":\"2027-01-15T07:58:20.123456789Z\"", 189, 191),
        (",\"expires_in\":300,\"issued_at\":\"2027-01-15T09:58:20+02:00\"", 189, 191),
        (",\"expires_in\":300,\"issued_at\":\"2099-01-01T00:00:00Z\"", 289, 291),
        (",\"expires_in\":300,\"issued_at\":\"yesterday\"", 289, 291),
    ])
    func `a token is used until shortly before it expires`(more: String, used: Int, gone: Int) async throws {
        let world = World(answer: Self.answer(more))
        try await world.pull()
        world.clock.advance(by: .seconds(used))
        try await world.pull()
        #expect(world.questions == 1)
        world.clock.advance(by: .seconds(gone - used))
        try await world.pull()
        #expect(world.questions == 2)
    }

    @Test func `a token that was issued too long ago is used for one request`() async throws {
        let world = World(answer: Self.answer(",\"expires_in\":300,\"issued_at\":\"2020-01-01T00:00:00Z\""))
        try await world.pull()
        try await world.pull()
        #expect(world.questions == 2)
    }

    @Test func `each scope, registry and credential has its own token`() async throws {
        let world = World(answer: Self.answer(",\"expires_in\":300"))
        try await world.pull()
        try await world.pull("repository:a:push")
        #expect(world.questions == 2)
        try await world.pull(by: nil)
        #expect(world.questions == 3)
        await #expect(throws: LoginError.self) { try await world.pull(by: FakeRegistry.wrong) }
        #expect(world.questions == 4)
        let challenges = world.fake.challenges[0]
        world.fake.network.serve("https://registry.example:8443") { request, _ in
            request.headerFields[.authorization] == nil ? .challenge(challenges) : .status(200)
        }
        try await world.pull(at: "registry.example:8443")
        #expect(world.questions == 5)
        try await world.pull()
        #expect(world.questions == 5)
    }

    @Test func `the order of scopes and actions makes no difference`() async throws {
        let world = World(answer: Self.answer(",\"expires_in\":300"))
        try await world.pull("repository:a:pull,push repository:b:pull")
        try await world.pull("repository:b:pull repository:a:push,pull,push")
        #expect(world.questions == 1)
    }

    @Test func `concurrent tasks that need the same token share one request`() async throws {
        let world = World(answer: "")
        let answer = Self.answer(",\"expires_in\":300")
        world.fake.network.serve(world.fake.tokens) { _, _ in
            try await Task.sleep(for: .milliseconds(200))
            return .status(200, [:], answer)
        }
        try await withThrowingTaskGroup { group in
            for _ in 0..<100 { group.addTask { try await world.pull() } }
            try await group.waitForAll()
        }
        #expect(world.questions == 1)
    }

    @Test func `a failure reaches all waiting tasks, and is not cached`() async throws {
        let world = World(answer: "nonsense")
        await withTaskGroup { group in
            for _ in 0..<10 {
                group.addTask { await #expect(throws: LoginError.self) { try await world.pull() } }
            }
        }
        world.fake.serveTokens(answer: Self.answer(""))
        try await world.pull()
    }

    @Test func `a cancelled task leaves the request running, and the last task cancels it`() async throws {
        let world = World(answer: "")
        let answer = Self.answer(",\"expires_in\":300")
        let gate = Gate()
        world.fake.network.serve(world.fake.tokens) { _, _ in
            try await gate.wait()
            return .status(200, [:], answer)
        }
        let patient = Task { try await world.pull() }
        while world.questions == 0 { try await Task.sleep(for: .milliseconds(5)) }
        let impatient = Task { try await world.pull() }
        try await Task.sleep(for: .milliseconds(50))
        impatient.cancel()
        await #expect(throws: CancellationError.self) { try await impatient.value }
        gate.open()
        try await patient.value
        #expect(world.questions == 1)

        gate.close()
        await world.cache.removeAll()
        let last = Task { try await world.pull() }
        while world.questions == 1 { try await Task.sleep(for: .milliseconds(5)) }
        last.cancel()
        await #expect(throws: CancellationError.self) { try await last.value }
        while gate.endings == 0 { try await Task.sleep(for: .milliseconds(5)) }
    }

    @Test func `an emptied cache holds no token`() async throws {
        let world = World(answer: Self.answer(",\"expires_in\":300"))
        try await world.pull()
        await world.cache.removeAll()
        try await world.pull()
        #expect(world.questions == 2)
    }
}

/// Holds back requests until it opens, and counts the cancelled ones.
final class Gate: Sendable {
    private let state = Mutex((isOpen: false, endings: 0))

    func open() { state.withLock { $0.isOpen = true } }
    func close() { state.withLock { $0.isOpen = false } }
    var endings: Int { state.withLock { $0.endings } }

    func wait() async throws {
        while !state.withLock({ $0.isOpen }) {
            do {
                try await Task.sleep(for: .milliseconds(5))
            } catch {
                state.withLock { $0.endings += 1 }
                throw error
            }
        }
    }
}
