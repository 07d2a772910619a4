import HelperProtocol
import RegistryCredentials
import Testing

struct FallbackStoreTests {
    static let server = ServerAddress.example
    static let ann = Credential.password(username: "ann", password: Secret("hunter-ann"))
    static let bob = Credential.password(username: "bob", password: Secret("hunter-bob"))
    static let broken = CredentialStoreError(.damaged, "the file is not JSON", at: .init(file: "/a/config.json"))

    @Test func `the first layer with a credential is used`() async throws {
        let store = FallbackStore([
            .init("empty", StubStore()), .init("ann", StubStore(Self.ann)), .init("bob", StubStore(Self.bob)),
        ])
        #expect(try await store.get(Self.server) == Self.ann)
    }

    @Test func `a broken layer does not hide the next, and is reported`() async throws {
        let reports = Collected<String>()
        let store = FallbackStore([
            .init("broken", StubStore(error: Self.broken)), .init("bob", StubStore(Self.bob)),
        ]) { reports.add("\($0): \($1.message)") }
        #expect(try await store.get(Self.server) == Self.bob)
        #expect(await reports.all == ["broken: the file is not JSON"])
    }

    @Test func `the error of a broken layer is thrown if no other layer has a credential`() async throws {
        let second = CredentialStoreError(.locked, "the keyring is locked")
        let store = FallbackStore([
            .init("empty", StubStore()), .init("broken", StubStore(error: Self.broken)),
            .init("locked", StubStore(error: second)),
        ])
        let error = await #expect(throws: CredentialStoreError.self) { try await store.get(Self.server) }
        #expect(error == Self.broken)
    }

    @Test func `a layer whose errors end the search ends it`() async throws {
        let store = FallbackStore([
            .init("broken", StubStore(error: Self.broken), errors: .throwAtOnce), .init("bob", StubStore(Self.bob)),
        ])
        await #expect(throws: Self.broken) { try await store.get(Self.server) }
        #expect(try await store.explain(Self.server).usedStep == nil)
    }

    @Test func `a layer whose errors are ignored is treated as empty`() async throws {
        let reports = Collected<String>()
        let store = FallbackStore([.init("broken", StubStore(error: Self.broken), errors: .ignore)]) {
            reports.add("\($0): \($1.message)")
        }
        #expect(try await store.get(Self.server) == nil)
        #expect(await reports.all.count == 1)
    }

    @Test func `saving and deleting change only the first layer`() async throws {
        let first = StubStore()
        let second = StubStore(Self.bob)
        let store = FallbackStore([.init("first", first), .init("second", second)])
        try await store.put(Self.ann, for: Self.server)
        #expect(try await store.get(Self.server) == Self.ann)
        try await store.delete(Self.server)
        #expect(try await store.get(Self.server) == Self.bob)
    }

    @Test func `deleting everywhere continues after an error, which names the layer`() async throws {
        let last = StubStore(Self.bob)
        let store = FallbackStore([
            .init("first", StubStore(Self.ann)), .init("broken", StubStore(error: Self.broken)), .init("last", last),
        ])
        let reports = try await store.deleteEverywhere(Self.server)
        #expect(reports.map(\.layer) == ["first", "broken", "last"])
        #expect(reports.map(\.report.failure) == [nil, Self.broken, nil])
        #expect(reports.map(\.report.removed.count) == [1, 0, 1])
        #expect(try await last.get(Self.server) == nil)
    }

    @Test func `without layers a get finds nothing and a save fails`() async throws {
        let store = FallbackStore([])
        #expect(try await store.get(Self.server) == nil)
        let error = await #expect(throws: CredentialStoreError.self) {
            try await store.put(Self.ann, for: Self.server)
        }
        #expect(error?.code == .unsupported)
    }

    @Test func `an explanation names the layer that is used and the shadowed ones, and no secret`() async throws {
        let store = FallbackStore([
            .init("broken", StubStore(error: Self.broken)), .init("ann", StubStore(Self.ann)),
            .init("bob", StubStore(Self.bob)),
        ])
        let explanation = try await store.explain(Self.server)
        #expect(
            "\(explanation)" == """
                registry.example: user ann, a password
                  - broken, /a/config.json: failed: the file is not JSON
                  * ann: user ann, a password
                  - bob: user bob, a password; not used: ann takes precedence
                """
        )
        var dumped = ""
        dump(explanation, to: &dumped)
        #expect(!dumped.contains("hunter"))
    }

    @Test func `the sequence returns each credential once and does not read layers early`() async throws {
        let last = StubStore(error: Self.broken)
        let store = FallbackStore([
            .init("broken", StubStore(error: Self.broken)), .init("ann", StubStore(Self.ann)),
            .init("ann again", StubStore(Self.ann)), .init("bob", StubStore(Self.bob)), .init("last", last),
        ])
        var users: [String?] = []
        for try await credential in store.credentials(for: Self.server) {
            users.append(credential.username)
            if users.count == 2 { break }
        }
        #expect(users == ["ann", "bob"])
        #expect(await last.requests == 0)
        var all: [Credential] = []
        for try await credential in store.credentials(for: Self.server) { all.append(credential) }
        #expect(all == [Self.ann, Self.bob])
    }

    @Test func `a sequence without a credential ends with the first error`() async throws {
        let store = FallbackStore([.init("empty", StubStore()), .init("broken", StubStore(error: Self.broken))])
        await #expect(throws: Self.broken) {
            for try await _ in store.credentials(for: Self.server) {}
        }
    }

    @Test func `an unknown error of a custom store hides no layer, and its text is not shown`() async throws {
        let reports = Collected<String>()
        let last = StubStore(Self.bob)
        let store = FallbackStore([.init("foreign", ForeignStore()), .init("bob", last)]) {
            reports.add("\($0): \($1.message)")
        }
        #expect(try await store.get(Self.server) == Self.bob)
        #expect(try await store.explain(Self.server).usedStep?.credential == Self.bob)
        #expect(try await store.deleteEverywhere(Self.server).map { $0.report.failure == nil } == [false, true])
        #expect(try await last.get(Self.server) == nil)
        let all = await reports.all
        #expect(all.count == 1 && all[0].hasPrefix("foreign: the store failed") && !all[0].contains("hunter"))
    }

    @Test func `a sequence ends at the same layer as a search`() async throws {
        let stopping = FallbackStore([
            .init("broken", StubStore(error: Self.broken), errors: .throwAtOnce), .init("bob", StubStore(Self.bob)),
        ])
        await #expect(throws: Self.broken) {
            for try await _ in stopping.credentials(for: Self.server) {}
        }
        let ignoring = FallbackStore([.init("broken", StubStore(error: Self.broken), errors: .ignore)])
        for try await credential in ignoring.credentials(for: Self.server) { Issue.record("\(credential)") }
    }
}

/// A store that throws its own error type.
private struct ForeignStore: CredentialStore {
    struct Failure: Error, CustomStringConvertible { let description = "hunter2" }

    func get(_ server: ServerAddress) async throws -> Credential? { throw Failure() }
    func put(_ credential: Credential, for server: ServerAddress) async throws { throw Failure() }
    func delete(_ server: ServerAddress) async throws { throw Failure() }
}
