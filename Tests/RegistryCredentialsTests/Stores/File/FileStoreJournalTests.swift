import RegistryCredentials
import Testing

/// Recovery from an interrupted save.
struct FileStoreJournalTests {
    private let server: ServerAddress

    init() throws { server = try ServerAddress("registry.example") }

    private static let old = #"{"auths":{"registry.example":{"auth":"YW5uOmh1bnRlcjI="}},"x":"old"}"#
    private static let new = #"{"auths":{"registry.example":{"auth":"Ym9iOnN3b3JkZmlzaA=="}},"x":"new, and longer"}"#

    private func store(
        _ content: String,
        old: String = old,
        new: String = new,
        _ reports: Reports,
        in directory: StoreDirectory
    ) throws -> FileStore {
        try directory.shell(
            """
            printf '%s' '\(content)' > config.json
            printf '%s' 'credentials journal 1 \(old.utf8.count) \(new.utf8.count)' > .config.json.journal
            printf '\\n%s%s' '\(old)' '\(new)' >> .config.json.journal
            """
        )
        return FileStore.writing(directory.file("config.json")) { $0.report = reports.add }
    }

    @Test func `mixed content is read from the journal and completed by the next save`()
        async throws
    {
        let directory = try StoreDirectory()
        for count in stride(from: 45, to: Self.new.utf8.count, by: 7) {
            let reports = Reports()
            let content = String(Self.new.prefix(count)) + Self.old.dropFirst(count)
            let store = try store(content, reports, in: directory)
            #expect(try await store.get(server) == .bob)
            #expect(reports.codes == [.recovered], "\(count)")
            try await store.put(.ann, for: try ServerAddress("other.example"))
            #expect(try await store.get(server) == .bob)
            #expect(try directory.shell("ls -A; cat config.json").contains("new, and longer"))
            #expect(try !directory.shell("ls -A").contains("journal"))
        }
    }

    @Test func `an interrupted save that shrinks the file is completed`() async throws {
        let directory = try StoreDirectory()
        let content = Self.old + Self.new.dropFirst(Self.old.count)
        let store = try store(content, old: Self.new, new: Self.old, Reports(), in: directory)
        #expect(try await store.get(server) == .ann)
        try await store.delete(server)
        #expect(try directory.shell("cat config.json") == #"{"auths":{},"x":"old"}"#)
    }

    @Test(arguments: [(old, Credential.ann), (new, .bob)])
    func `a leftover journal beside complete content is removed`(content: String, answer: Credential)
        async throws
    {
        let directory = try StoreDirectory()
        let reports = Reports()
        let store = try store(content, reports, in: directory)
        #expect(try await store.get(server) == answer)
        #expect(reports.codes.isEmpty)
        try await store.put(.ann, for: try ServerAddress("other.example"))
        #expect(reports.codes.first == .recovered)
        #expect(try await store.get(server) == answer)
        #expect(try !directory.shell("ls -A").contains("journal"))
    }

    @Test func `content that another program wrote after an interrupted save is used`() async throws {
        let directory = try StoreDirectory()
        let reports = Reports()
        let store = try store(#"{"auths":{"registry.example":{"auth":"ZXZlOm90aGVy"}}}"#, reports, in: directory)
        #expect(try await store.get(server)?.username == "eve")
        try await store.put(.bob, for: try ServerAddress("other.example"))
        #expect(reports.codes.first == .journalDropped)
        #expect(try await store.get(server)?.username == "eve")
        #expect(try !directory.shell("ls -A").contains("journal"))
    }

    @Test(arguments: ["", "hunter2", "credentials journal 1 5 5\nshort", "credentials journal 1 -1 1\n"])
    func `an invalid journal is ignored`(journal: String) async throws {
        let directory = try StoreDirectory()
        let store = FileStore.writing(directory.file("config.json"))
        try directory.shell("printf '%s' '\(Self.old)' > config.json; printf '\(journal)' > .config.json.journal")
        #expect(try await store.get(server) == .ann)
        try await store.put(.bob, for: server)
        #expect(try await store.get(server) == .bob)
    }
}
