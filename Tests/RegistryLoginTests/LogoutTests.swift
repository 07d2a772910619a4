import RegistryCredentials
import RegistryLogin
import Testing

/// Each store handles aliases itself; the tests of the stores cover them.
struct LogoutTests {
    static let credential = FakeRegistry.credential

    @Test(arguments: ["registry.example", "https://registry.example/v2/", "Registry.Example:443"])
    func `one deletion per store removes all aliases of the registry and reports the keys`(given: String)
        async throws
    {
        let server = try ServerAddress("registry.example")
        let others = try ["other.example", "registry.example:5000"].map { try ServerAddress($0) }
        let store = MemoryStore(([server] + others).map { ($0, Self.credential) })
        let report = try await LoginService.logout(of: ServerAddress(given), from: [NamedStore("memory", store)])
        #expect(report.isComplete)
        #expect(report.removedFrom == ["memory"])
        #expect(await store.list().map(\.key) == ["other.example", "registry.example:5000"])
    }

    @Test func `all stores are cleared, and a second logout finds nothing and succeeds`() async throws {
        let first = RecordingStore(["registry.example": Self.credential])
        let second = RecordingStore()
        let third = RecordingStore(["registry.example": Self.credential])
        let stores = [NamedStore("first", first), NamedStore("second", second), NamedStore("third", third)]
        let server = try ServerAddress("registry.example")
        let report = try await LoginService.logout(of: server, from: stores)
        #expect(report.entries.map(\.store) == ["first", "second", "third"])
        #expect(report.removedFrom == ["first", "third"])
        let again = try await LoginService.logout(of: server, from: stores)
        #expect(again.isComplete)
        #expect(again.removedFrom.isEmpty)
    }

    @Test func `a store that fails is called once, is reported, and does not stop the next one`() async throws {
        let broken = RecordingStore(failingWith: CredentialStoreError(.locked, "the keyring is locked"))
        let sound = RecordingStore(["registry.example": Self.credential])
        let report = try await LoginService.logout(
            of: ServerAddress("registry.example"),
            from: [NamedStore("broken", broken), NamedStore("sound", sound)]
        )
        #expect(!report.isComplete)
        #expect(report.entries.first?.report.failure?.code == .locked)
        #expect(report.removedFrom == ["sound"])
        #expect(await broken.calls.count == 1)
        #expect(await sound.entries.isEmpty)
    }

    @Test func `a remaining entry is a failure`() async throws {
        let store = RecordingStore(["registry.example": Self.credential], keepsAll: true)
        let report = try await LoginService.logout(
            of: ServerAddress("registry.example"),
            from: [NamedStore("s", store)]
        )
        #expect(!report.isComplete)
        #expect(report.removedFrom.isEmpty)
    }

    @Test func `the given address is deleted even if the store finds no credential`()
        async throws
    {
        let store = RecordingStore()
        _ = try await LoginService.logout(of: ServerAddress("registry.example"), from: [NamedStore("s", store)])
        #expect(await store.calls.filter { $0.hasPrefix("delete") } == ["delete registry.example"])
    }
}
