import HelperProtocol
import RegistryCredentials
import Testing

struct DynamicStoreMigrationTests {
    /// In base64: `bob:hunter-bob`.
    private static let bob = #"{"auth":"Ym9iOmh1bnRlci1ib2I="}"#

    @Test func `what lay in clear is with the helper afterwards, and each get gives the same`() async throws {
        let servers = ["h", "registry.example:5000", "docker.io"]
        let home = try ConfigHome(
            """
            {
            \t"auths": {
            \t\t"https://h/v1/": \(Self.bob),
            \t\t"h": \(Self.bob),
            \t\t"registry.example:5000": {"auth": "Ym9iOg==", "identitytoken": "hunter-token", "x": 1},
            \t\t"https://index.docker.io/v1/": \(Self.bob),
            \t\t"other": {}
            \t},
            \t"x": 1.0
            }

            """
        )
        defer { home.keep() }
        let store = try home.store()
        var before: [Credential?] = []
        for server in servers { before.append(try await store.get(ServerAddress(server))) }
        #expect(before.allSatisfy { $0 != nil })

        let text = try home.read()
        try home.write(text.dropLast(3) + ",\n\t\"credsStore\": \"recorder\"\n}\n", to: ".docker/config.json")
        try home.scripts.addRecording()
        let migration = try await store.migrate()
        // A user beside an identity token is more than a helper can keep.
        #expect(migration.moved == ["https://h/v1/", "h", "https://index.docker.io/v1/"])
        #expect(migration.left.map(\.key) == ["registry.example:5000"])
        #expect(migration.left.map(\.error.code) == [.notRepresentable])
        #expect(try !home.read().contains("Ym9iOmh1"))
        #expect(try home.read().contains("hunter-token"))
        for (server, credential) in zip(servers, before) where server != "registry.example:5000" {
            #expect(try await store.get(ServerAddress(server)) == credential)
        }
        #expect(try await store.migrate().moved == [])
    }

    @Test func `what a helper does not give back stays in the file`() async throws {
        let config = #"{"auths":{"h":\#(Self.bob)},"credsStore":"forgetful"}"#
        let home = try ConfigHome(config)
        defer { home.keep() }
        try home.scripts.add(
            "forgetful",
            "cat >/dev/null; [ $1 = store ] || { echo credentials not found in native keychain; exit 1; }"
        )
        let migration = try await home.store().migrate()
        #expect(migration.moved == [] && migration.left.map(\.key) == ["h"])
        #expect(migration.left.map { "\($0.error)" }.allSatisfy { !$0.contains("hunter") })
        #expect(try home.read() == config)
    }

    @Test func `without a helper nothing moves`() async throws {
        let config = #"{"auths":{"h":\#(Self.bob),"i":\#(Self.bob)},"credHelpers":{"i":""}}"#
        let home = try ConfigHome(config)
        defer { home.keep() }
        #expect(try await home.store().migrate() == DynamicStore.Migration())
        #expect(try home.read() == config)
    }
}
