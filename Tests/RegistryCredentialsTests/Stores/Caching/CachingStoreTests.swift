import HelperProtocol
import RegistryCredentials
import Synchronization
import Testing

struct CachingStoreTests {
    private static let credential = Credential.password(username: "ann", password: Secret("s"))
    private static let policy = CachingStore.Policy(lifetime: .seconds(60), negativeLifetime: .seconds(5))
    private let server: ServerAddress

    init() throws {
        server = try ServerAddress("registry.example")
    }

    @Test func `a result is cached until it expires, and a missing credential for a shorter time`() async throws {
        let clock = HandClock()
        let store = CountingStore(Self.credential)
        let cache = CachingStore(store, policy: Self.policy, clock: clock)
        for (advance, questions) in [(0, 1), (59, 1), (1, 2), (59, 2)] {
            clock.advance(bySeconds: advance)
            #expect(try await cache.get(server) == Self.credential)
            #expect(await store.questions.count == questions)
        }

        let other = try ServerAddress("other.example")
        for (advance, questions) in [(0, 3), (4, 3), (1, 4)] {
            clock.advance(bySeconds: advance)
            #expect(try await cache.get(other) == nil)
            #expect(await store.questions.count == questions)
        }
        await cache.removeAll()
        _ = try await cache.get(other)
        #expect(await store.questions.count == 5)
    }

    @Test func `an error is not cached`() async throws {
        let store = CountingStore(Self.credential)
        let cache = CachingStore(store, policy: Self.policy, clock: HandClock())
        await store.setError(CredentialStoreError(.locked, "the keyring is locked"))
        #expect(await storeError { _ = try await cache.get(server) }?.code == .locked)
        await store.setError(nil)
        #expect(try await cache.get(server) == Self.credential)
    }

    @Test(arguments: ["put", "delete", "failed put"])
    func `a change invalidates the cache for all aliases of the host, and nothing else`(change: String) async throws {
        let store = CountingStore(Self.credential)
        let cache = CachingStore(store, policy: Self.policy, clock: HandClock())
        let aliases = try ["registry.example", "https://registry.example/v2/", "registry.example/team"]
            .map { try ServerAddress($0) }
        let other = try ServerAddress("registry.example:5000")
        for server in aliases + [other] { _ = try await cache.get(server) }
        #expect(await store.questions.count == 4)
        switch change {
        case "put": try await cache.put(Self.credential, for: aliases[1])
        case "delete": try await cache.delete(aliases[1])
        default:
            await store.setError(CredentialStoreError(.failed, "no"))
            #expect(await storeError { try await cache.put(Self.credential, for: aliases[1]) } != nil)
            await store.setError(nil)
        }
        for server in aliases + [other] { _ = try await cache.get(server) }
        #expect(await store.questions.map(\.text) == (aliases + [other] + aliases).map(\.text))
    }

    @Test func `a hundred concurrent gets start one process`() async throws {
        let scripts = try HelperScripts()
        try scripts.add(
            "slow",
            #"echo run >>"$DIRECTORY/log"; sleep 0.3; echo '{"Username":"ann","Secret":"s"}'"#
        )
        let cache = CachingStore(NativeStore("slow", options: scripts.options()))
        try await withThrowingTaskGroup { group in
            for _ in 0..<100 { group.addTask { try await cache.get(server) } }
            for try await credential in group { #expect(credential == Self.credential) }
        }
        #expect(try scripts.log() == ["run"])
    }

    @Test func `a cancelled task ends immediately, and the other tasks get the result`() async throws {
        let store = GatedStore(Self.credential)
        let cache = CachingStore(store)
        let server = server
        let first = Task { try await cache.get(server) }
        await store.arrived(1)
        let second = Task { try await cache.get(server) }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        await store.open()
        #expect(try await second.value == Self.credential)
        #expect(await store.wasCancelled == false)
    }

    @Test func `the lookup is cancelled with its last waiting task, and the next task starts another`() async throws {
        let store = GatedStore(Self.credential)
        let cache = CachingStore(store)
        let server = server
        let tasks = (0..<3).map { _ in Task { try await cache.get(server) } }
        await store.arrived(1)
        for task in tasks { task.cancel() }
        for task in tasks { await #expect(throws: CancellationError.self) { try await task.value } }
        await store.open()
        #expect(try await cache.get(server) == Self.credential)
    }

    @Test func `a result from before a change is not cached, and no task joins that lookup`() async throws {
        let store = GatedStore(Self.credential)
        let cache = CachingStore(store)
        let server = server
        let early = Task { try await cache.get(server) }
        await store.arrived(1)
        try await cache.delete(server)
        let late = Task { try await cache.get(server) }
        await store.arrived(2)
        await store.open()
        #expect(try await early.value == Self.credential)
        #expect(try await late.value == nil)
        #expect(try await cache.get(server) == nil)
    }
}

/// A clock that stands still until it is moved.
private final class HandClock: Clock {
    struct Instant: InstantProtocol {
        var time: Duration
        func advanced(by duration: Duration) -> Instant { Instant(time: time + duration) }
        func duration(to other: Instant) -> Duration { other.time - time }
        static func < (one: Instant, other: Instant) -> Bool { one.time < other.time }
    }

    private let seconds = Atomic(0)
    var now: Instant { Instant(time: .seconds(seconds.load(ordering: .sequentiallyConsistent))) }
    var minimumResolution: Duration { .zero }
    func sleep(until deadline: Instant, tolerance: Duration?) async throws {}
    func advance(bySeconds count: Int) { seconds.add(count, ordering: .sequentiallyConsistent) }
}

/// Has one credential for one host, and records its requests.
private actor CountingStore: CredentialStore {
    private let credential: Credential
    private(set) var questions: [ServerAddress] = []
    private var error: CredentialStoreError?

    init(_ credential: Credential) { self.credential = credential }

    func setError(_ error: CredentialStoreError?) { self.error = error }
    private func check() throws { if let error { throw error } }

    func get(_ server: ServerAddress) async throws -> Credential? {
        questions.append(server)
        try check()
        return server.host == "registry.example" ? credential : nil
    }
    func put(_ credential: Credential, for server: ServerAddress) async throws { try check() }
    func delete(_ server: ServerAddress) async throws { try check() }
}

/// Looks up the result immediately, and returns it when the gate opens.
private actor GatedStore: CredentialStore {
    private var credential: Credential?
    private var questions = 0
    private var isOpen = false
    private(set) var wasCancelled = false

    init(_ credential: Credential) { self.credential = credential }

    func open() { isOpen = true }
    func arrived(_ count: Int) async { while questions < count { await Task.yield() } }

    func get(_ server: ServerAddress) async throws -> Credential? {
        let found = credential
        questions += 1
        while !isOpen {
            await Task.yield()
            guard !Task.isCancelled else {
                wasCancelled = true
                throw CancellationError()
            }
        }
        return found
    }
    func put(_ credential: Credential, for server: ServerAddress) async throws {}
    func delete(_ server: ServerAddress) async throws { credential = nil }
}
