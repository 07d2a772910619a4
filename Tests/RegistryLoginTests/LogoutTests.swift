import RegistryCredentials
import RegistryLogin
import Testing

struct LogoutTests {
    static let credential = FakeRegistry.credential

    @Test(arguments: [
        ["registry.example"], ["https://registry.example"], ["http://registry.example"],
        ["https://registry.example/v1/"], ["https://registry.example/v2/"],
        ["registry.example", "https://registry.example", "https://registry.example/v1/"],
    ])
    func `every alias of a registry is removed and reported`(keys: [String]) async throws {
        var entries = Dictionary(uniqueKeysWithValues: keys.map { ($0, Self.credential) })
        entries["other.example"] = Self.credential
        entries["registry.example:5000"] = Self.credential
        let store = RecordingStore(entries)
        let report = try await LoginService.logout(
            of: ServerAddress("Registry.example:443"),
            from: [NamedStore("config.json", store)]
        )
        #expect(report.isComplete)
        #expect(report.removedFrom == ["config.json"])
        #expect(await store.entries.keys.sorted() == ["other.example", "registry.example:5000"])
        guard case .removed(let spellings)? = report.entries.first?.result else {
            Issue.record("\(report)")
            return
        }
        #expect(spellings.sorted() == keys.sorted())
    }

    @Test(arguments: ["docker.io", "index.docker.io", "https://index.docker.io/v1/", "registry-1.docker.io"])
    func `logging out of Docker Hub removes all its names and the tokens that Docker keeps beside it`(address: String)
        async throws
    {
        let keys = [
            "docker.io", "https://index.docker.io/v1/", "index.docker.io", "https://registry-1.docker.io",
            "registry-1.docker.io", "https://docker.io", "https://index.docker.io/v1/access-token",
            "https://index.docker.io/v1/refresh-token",
        ]
        let store = RecordingStore(Dictionary(uniqueKeysWithValues: keys.map { ($0, Self.credential) }))
        let report = try await LoginService.logout(of: ServerAddress(address), from: [NamedStore("helper", store)])
        #expect(report.isComplete)
        #expect(await store.entries.isEmpty)
    }

    @Test func `all stores are cleared, and a second logout finds nothing and succeeds`() async throws {
        let first = RecordingStore(["registry.example": Self.credential])
        let second = RecordingStore()
        let third = RecordingStore(["https://registry.example": Self.credential])
        let stores = [NamedStore("first", first), NamedStore("second", second), NamedStore("third", third)]
        let server = try ServerAddress("registry.example")
        let report = try await LoginService.logout(of: server, from: stores)
        #expect(report.entries.map(\.store) == ["first", "second", "third"])
        #expect(report.removedFrom == ["first", "third"])
        let again = try await LoginService.logout(of: server, from: stores)
        #expect(again.isComplete)
        #expect(again.removedFrom.isEmpty)
    }

    @Test func `a store that fails is reported, asked once, and does not hide the next`() async throws {
        let broken = RecordingStore(failingWith: CredentialStoreError(.locked, "the keyring is locked"))
        let sound = RecordingStore(["registry.example": Self.credential])
        let report = try await LoginService.logout(
            of: ServerAddress("registry.example"),
            from: [NamedStore("broken", broken), NamedStore("sound", sound)]
        )
        #expect(!report.isComplete)
        #expect(report.removedFrom == ["sound"])
        #expect(await broken.calls.count == 1)
        #expect(await sound.entries.isEmpty)
    }

    @Test func `an entry that is still there afterwards is a failure`() async throws {
        let store = RecordingStore(["registry.example": Self.credential], keepsAll: true)
        let report = try await LoginService.logout(
            of: ServerAddress("registry.example"),
            from: [NamedStore("s", store)]
        )
        #expect(!report.isComplete)
        #expect(report.removedFrom.isEmpty)
    }

    @Test func `the address as it was given is deleted without a look as well`() async throws {
        let store = RecordingStore()
        _ = try await LoginService.logout(of: ServerAddress("registry.example"), from: [NamedStore("s", store)])
        #expect(await store.calls.filter { $0.hasPrefix("delete") } == ["delete registry.example"])
    }
}
