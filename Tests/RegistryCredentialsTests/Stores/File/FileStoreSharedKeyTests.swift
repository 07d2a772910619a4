import HelperProtocol
import RegistryCredentials
import TestSupport
import Testing

/// Sixty tasks that put, get, delete and list the same keys of one file at once, each through a store of its own: the
/// results are those of some order of the calls, one after the other.
@Suite struct FileStoreSharedKeyTests {
    private static let keys = (0..<6).map { "key\($0).example" }

    @Test func `a file store is linearizable`() async throws {
        let directory = try StoreDirectory()
        let path = directory.file("config.json")
        let seed = UInt64.random(in: 0...1_000_000)
        print("seed \(seed)")
        let recorded = Collected<(key: String, operation: RecordedOperation)>()
        let clock = ContinuousClock()
        let origin = clock.now
        @Sendable func now() -> Int64 {
            let parts = (clock.now - origin).components
            return parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000
        }
        @Sendable func add(_ key: String, _ effect: RecordedOperation.Effect, _ start: Int64, _ end: Int64) {
            recorded.add((key, RecordedOperation(effect, from: start, to: end)))
        }
        try await withThrowingTaskGroup { group in
            for worker in 0..<60 {
                group.addTask {
                    var random = SeededGenerator(seed: seed &* 1000 &+ UInt64(worker))
                    let store = FileStore.writing(path) { $0.lockTimeout = .seconds(60) }
                    for number in 0..<8 {
                        let key = Self.keys.randomElement(using: &random) ?? ""
                        let (server, value) = (try ServerAddress(key), "w\(worker)n\(number)")
                        let start = now()
                        switch Int.random(in: 0..<6, using: &random) {
                        case 0, 1:
                            try await store.put(.password(username: value, password: Secret("p")), for: server)
                            add(key, .write(value), start, now())
                        case 2:
                            try await store.delete(server)
                            add(key, .write(nil), start, now())
                        case 3:
                            let listed = try await store.list()
                            let end = now()
                            for key in Self.keys {
                                add(key, .read(listed.first { $0.key == key }?.username), start, end)
                            }
                        default:
                            let found = try await store.get(server)?.username
                            add(key, .read(found), start, now())
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        for (key, operations) in Dictionary(grouping: await recorded.all, by: \.key) {
            let history = operations.map(\.operation)
            #expect(LinearizabilityCheck.accepts(history), "\(key), seed \(seed): \(history)")
        }
    }

    @Test(arguments: [false, true]) func `of many replacements of one credential exactly one is saved`(
        throughConfiguration: Bool
    ) async throws {
        let directory = try StoreDirectory()
        let path = directory.file("config.json")
        let server = try ServerAddress("h.example")
        @Sendable func store() -> any CredentialStore {
            let file = FileStore.writing(path) { $0.lockTimeout = .seconds(60) }
            guard throughConfiguration else { return file }
            var options = DynamicStore.Options()
            options.plaintext = .allow
            options.file.lockTimeout = .seconds(60)
            return FallbackStore([.init("file", CachingStore(DynamicStore(path: path, options: options)))])
        }
        let old = Credential.identityToken(Secret("token 0"), username: "ann")
        try await store().put(old, for: server)
        let winners = Collected<Int>()
        try await withThrowingTaskGroup { group in
            for number in 1...30 {
                group.addTask {
                    let new = Credential.identityToken(Secret("token \(number)"), username: "ann")
                    if try await store().replace(old, with: new, for: server) { winners.add(number) }
                }
            }
            try await group.waitForAll()
        }
        let saved = await winners.all
        #expect(saved.count == 1, "\(saved)")
        let kept = try await store().get(server)?.identityToken?.revealed
        #expect(kept == saved.first.map { "token \($0)" })
        // Another login, or a logout, stays as it is.
        try await store().put(.bob, for: server)
        var isReplaced = try await store().replace(old, with: .ann, for: server)
        #expect(!isReplaced)
        #expect(try await store().get(server) == .bob)
        try await store().delete(server)
        isReplaced = try await store().replace(.bob, with: .ann, for: server)
        #expect(!isReplaced)
        #expect(try await store().get(server) == nil)
    }
}
