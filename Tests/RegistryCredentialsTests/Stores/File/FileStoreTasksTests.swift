import RegistryCredentials
import Testing

/// Many tasks of one process on one store, and tasks that are cancelled.
struct FileStoreTasksTests {
    private let server: ServerAddress

    init() throws { server = try ServerAddress("registry.example") }

    @Test func `two hundred concurrent saves of one process do not exhaust the time limit for locks`() async throws {
        let directory = try StoreDirectory()
        let store = FileStore.writing(directory.file("config.json")) { $0.lockTimeout = .milliseconds(100) }
        try await withThrowingTaskGroup { group in
            for number in 0..<200 {
                group.addTask { try await store.put(.ann, for: try ServerAddress("host-\(number).example")) }
            }
            try await group.waitForAll()
        }
        #expect(try await store.list().count == 200)
    }

    @Test func `cancelling a save that waits for another process ends it and those behind it`()
        async throws
    {
        let directory = try StoreDirectory()
        let server = server
        try directory.shell("flock config.json.lock sleep 300 > /dev/null 2>&1 & echo $! > holder; sleep 0.2")
        defer { _ = try? directory.shell("pkill -P $(cat holder) sleep || true") }
        let store = FileStore.writing(directory.file("config.json")) { $0.lockTimeout = .seconds(200) }
        let saves = (0..<3).map { _ in Task { try await store.put(.bob, for: server) } }
        try await Task.sleep(for: .milliseconds(200))
        for save in saves.reversed() { save.cancel() }
        for save in saves { await #expect(throws: CancellationError.self) { try await save.value } }
        #expect(try directory.shell("ls") == "config.json.lock\nholder")
    }

    @Test func `a task that is already cancelled changes nothing`() async throws {
        let directory = try StoreDirectory()
        let store = FileStore.writing(directory.file("config.json"))
        let server = server
        let save = Task {
            while !Task.isCancelled { await Task.yield() }
            try await store.put(.bob, for: server)
        }
        save.cancel()
        await #expect(throws: CancellationError.self) { try await save.value }
        #expect(try directory.shell("ls -A").isEmpty)
    }
}
