import RegistryCredentials
import Testing

/// Many tasks of one process at one store, and tasks that are cancelled.
struct FileStoreTasksTests {
    private let server: ServerAddress

    init() throws { server = try ServerAddress("registry.example") }

    @Test func `two hundred tasks save at once within a time limit that is for other processes`() async throws {
        let directory = try TemporaryDirectory()
        let store = FileStore.writing(directory.file("config.json")) { $0.lockTimeout = .milliseconds(100) }
        try await withThrowingTaskGroup { group in
            for number in 0..<200 {
                group.addTask { try await store.put(.ann, for: try ServerAddress("host-\(number).example")) }
            }
            try await group.waitForAll()
        }
        #expect(try await store.list().count == 200)
    }
}
