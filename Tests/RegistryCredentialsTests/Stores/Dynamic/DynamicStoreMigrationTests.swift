import HelperProtocol
import RegistryCredentials
import Testing

struct DynamicStoreMigrationTests {
    /// In base64: `bob:hunter-bob`.
    private static let bob = #"{"auth":"Ym9iOmh1bnRlci1ib2I="}"#

    @Test func `a migration moves plain-text credentials to the helper, and each get returns the same`() async throws {
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
        // A helper cannot store a user beside an identity token; docker omits the user.
        #expect(migration.moved == ["https://h/v1/", "h", "registry.example:5000", "https://index.docker.io/v1/"])
        #expect(migration.omittedUsernames == ["registry.example:5000": "bob"])
        #expect(migration.left == [])
        #expect(try !home.read().contains("Ym9iOmh1"))
        #expect(try !home.read().contains("hunter-token"))
        for (server, credential) in zip(servers, before) {
            let kept = credential?.identityToken.map { Credential.identityToken($0) } ?? credential
            #expect(try await store.get(ServerAddress(server)) == kept)
        }
        #expect(try await store.migrate().moved == [])
    }

    @Test func `a credential that the helper does not return stays in the file`() async throws {
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

    @Test func `without a helper no credential is moved`() async throws {
        let config = #"{"auths":{"h":\#(Self.bob),"i":\#(Self.bob)},"credHelpers":{"i":""}}"#
        let home = try ConfigHome(config)
        defer { home.keep() }
        #expect(try await home.store().migrate() == DynamicStore.Migration())
        #expect(try home.read() == config)
    }

    @Test func `credentials of paths and of other aliases are not moved`() async throws {
        func entry(_ user: String) -> String { #"{"auth":"\#(DocumentStoreTests.base64("\(user):hunter"))"}"# }
        let home = try ConfigHome(
            """
            {"auths":{"h.example":\(entry("host")),"h.example/team":\(entry("team")),"https://h.example":\(entry("old")),
            "g.example/a":\(entry("a")),"g.example/b":\(entry("b"))},"credsStore":"recorder"}
            """
        )
        defer { home.keep() }
        try home.scripts.addRecording()
        let migration = try await home.store().migrate()
        #expect(migration.moved == ["h.example"])
        #expect(migration.left.map(\.key) == ["h.example/team", "https://h.example", "g.example/a", "g.example/b"])
        #expect(migration.left.allSatisfy { $0.error.code == .notRepresentable })
        #expect(try await home.store().get(ServerAddress("h.example"))?.username == "host")
        let file = try home.read()
        #expect(file.contains(entry("team")) && file.contains(entry("a")) && file.contains(entry("b")))
        #expect(!file.contains(entry("host")))
    }

    @Test func `a login between the save and the removal is kept`() async throws {
        let config = #"{"auths":{"h":\#(Self.bob)},"credsStore":"slow"}"#
        let home = try ConfigHome(config)
        defer { home.keep() }
        // The helper's `get` writes a newer password into the file, as another program might.
        let newer = config.replacing("Ym9iOmh1bnRlci1ib2I=", with: "Ym9iOm5ld2Vy")
        try home.scripts.add(
            "slow",
            """
            input=$(cat)
            case $1 in
            store) printf '%s' "$input" > "$DIRECTORY/kept" ;;
            get) printf '%s' '\(newer)' > "$DIRECTORY/.docker/config.json"; cat "$DIRECTORY/kept" ;;
            esac
            """
        )
        let migration = try await home.store().migrate()
        #expect(migration.moved == [] && migration.left.map(\.error.code) == [.conflict])
        #expect(try home.read() == newer)
    }
}
