import HelperProtocol
import RegistryCredentials
import SystemSupport
import TestSupport
import Testing

/// Migrations that are undone by their records, and the copies of config files.
struct UndoMigrationTests {
    private static let podmanFile = ".config/containers/auth.json"
    private static let records = ".local/state/docker-creds/migrations"

    private func home(_ config: String) throws -> ConfigHome {
        let home = try ConfigHome(config)
        for name in ["old", "new"] { try home.scripts.addRecording(name, in: name) }
        return home
    }

    private func entry(_ user: String) -> String { PlainTextMigrationTests.entry(user) }

    private func migrate(
        _ route: CredentialMigration.Route,
        _ home: ConfigHome,
        _ change: (inout CredentialMigration.Options) -> Void = { _ in }
    ) async throws -> String {
        let report = try await home.migrate(route) {
            $0.keepsRecord = true
            change(&$0)
        }
        #expect(report.remaining == [] && report.recordFailure == nil)
        return try #require(report.undoID)
    }

    private func undo(_ id: String, _ home: ConfigHome) async throws -> MigrationReport {
        let migration = try CredentialMigration(undoing: id, environment: home.variables)
        return try await migration.run(try await migration.plan())
    }

    private func listed(_ home: ConfigHome, in helper: String) throws -> String {
        try home.scripts.shell("docker-credential-\(helper) list")
    }

    private func names(_ home: ConfigHome) throws -> [Substring] {
        try home.scripts.shell("ls \"$DIRECTORY/\(Self.records)\" 2>/dev/null || true").split(separator: "\n")
    }

    /// A config file, the route, and podman's file.
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let config: String
        let route: CredentialMigration.Route
        var podman: String?

        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(
            name: "plain text to a helper",
            config:
                "{\"auths\":{\"h\":\(PlainTextMigrationTests.entry("ann")),\"https://index.docker.io/v1/\":\(PlainTextMigrationTests.entry("bob"))}}",
            route: .plainText(toHelper: "new")
        ),
        Case(
            name: "plain text beside credHelpers",
            config: "{\"auths\":{\"h\":\(PlainTextMigrationTests.entry("ann"))},\"credHelpers\":{\"i\":\"other\"}}",
            route: .plainText(toHelper: "new")
        ),
        Case(
            name: "podman to docker, with a helper",
            config: #"{"credsStore":"new"}"#,
            route: .podmanToDocker,
            podman: "{\"auths\":{\"h\":\(PlainTextMigrationTests.entry("ann"))}}"
        ),
        Case(
            name: "docker to podman in plain text",
            config: "{\"auths\":{\"h\":\(PlainTextMigrationTests.entry("ann"))}}",
            route: .dockerToPodman,
            podman: #"{"auths":{"i":{"auth":"YTpi"}}}"#
        ),
    ]

    /// Emptied entries are filled again and settings removed again, so that nothing is left of the migration.
    @Test(arguments: cases)
    func `an undone migration leaves the config files and helpers as they were`(case: Case) async throws {
        let home = try home(`case`.config)
        defer { home.keep() }
        if let podman = `case`.podman { try home.write(podman, to: Self.podmanFile) }
        let tree =
            "for f in .docker/config.json \(Self.podmanFile); do python3 -m json.tool --sort-keys \"$DIRECTORY/$f\" || true; done 2>/dev/null"
        let before = try home.scripts.shell(tree)
        let id = try await migrate(`case`.route, home) { $0.allowsPlaintext = true }
        #expect(try home.scripts.shell(tree) != before)
        let report = try await undo(id, home)
        #expect(report.remaining == [] && !report.moved.isEmpty, "\(report)")
        let after = try home.scripts.shell(tree)
        // An emptied object stays where there was none.
        let empty = after.replacing(/,?\s*"(credHelpers|auths)": \{\}/, with: "")
        #expect(after == before || empty == before, "\(after)")
        #expect(try listed(home, in: "new") == "{}\n")
        #expect(try names(home) == [])
    }

    @Test func `from helper to helper and back, each key returns, and credsStore too`() async throws {
        let home = try home(#"{"credsStore":"old","credHelpers":{"i":"old","j":"other"}}"#)
        defer { home.keep() }
        for (key, user) in [("h", "ann"), ("https://index.docker.io/v1/", "bob"), ("i", "<token>")] {
            let request = #"{"ServerURL":"\#(key)","Username":"\#(user)","Secret":"s"}"#
            try home.scripts.shell("docker-credential-old store", [:], Array(request.utf8))
        }
        let (config, before) = (try home.read(), try listed(home, in: "old"))
        let id = try await migrate(.helper(from: "old", to: "new"), home)
        #expect(try listed(home, in: "old") == "{}\n" && home.read() != config)
        #expect(try await undo(id, home).remaining == [])
        #expect(try home.read() == config)
        // The helper of the test shows the text of a request, in which this library escapes as Go does.
        let back = try listed(home, in: "old").replacing("\\u003ctoken\\u003e", with: "<token>")
        #expect(back == before)
        #expect(try listed(home, in: "new") == "{}\n")
    }

    @Test func `what was saved after the migration stays, and docker still finds it`() async throws {
        let home = try home(#"{"auths":{"h":\#(entry("ann"))}}"#)
        defer { home.keep() }
        let id = try await migrate(.plainText(toHelper: "new"), home)
        try await home.store().put(.bob, for: ServerAddress("later"))
        #expect(try await undo(id, home).remaining == [])
        #expect(try await home.store().get(ServerAddress("h"))?.username == "ann")
        #expect(try await home.store().get(ServerAddress("later")) == .bob)
        #expect(
            try home.read().contains("\"credHelpers\": {\"later\": \"new\"}") || home.read().contains(#""later":"new""#)
        )
        #expect(try listed(home, in: "new").contains("later"))
    }

    @Test func `a credential that was removed or replaced meanwhile is left, and the record stays`() async throws {
        let home = try home(#"{"auths":{"h":\#(entry("ann")),"i":\#(entry("bob"))}}"#)
        defer { home.keep() }
        let id = try await migrate(.plainText(toHelper: "new"), home)
        try home.scripts.shell("printf h | docker-credential-new erase")
        let report = try await undo(id, home)
        #expect(report.moved.map(\.key) == ["i"] && report.remaining.map(\.item.key) == ["h"])
        #expect(
            report.remaining.first?.error.message
                == "the credential was removed from docker-credential-new after the migration"
        )
        #expect(try names(home) == ["\(id).json"])
        #expect(try await home.store().get(ServerAddress("i")) != nil)
        // Nothing more can be moved, and the next time says the same.
        #expect(try await undo(id, home).remaining.map(\.item.key) == ["h"])
    }

    @Test func `an undoing that was interrupted before its end removes the record the next time`() async throws {
        let home = try home(#"{"auths":{"h":\#(entry("ann"))}}"#)
        defer { home.keep() }
        let id = try await migrate(.plainText(toHelper: "new"), home)
        let record = "\"$DIRECTORY/\(Self.records)/\(id).json\""
        try home.scripts.shell("cp \(record) \"$DIRECTORY/copy\"")
        #expect(try await undo(id, home).remaining == [])
        try home.scripts.shell("cp \"$DIRECTORY/copy\" \(record)")
        let report = try await undo(id, home)
        #expect(report.remaining == [] && report.moved == [])
        #expect(try names(home) == [])
    }

    @Test func `a move that was interrupted is known until another one finishes it`() async throws {
        let home = try home(#"{"credsStore":"old"}"#)
        defer { home.keep() }
        func interrupted() throws -> [HelperMove] {
            try CredentialMigration.interruptedMoves(in: ProcessEnvironment(home.variables))
        }
        func store(_ key: String) throws {
            let request = #"{"ServerURL":"\#(key)","Username":"u","Secret":"s"}"#
            try home.scripts.shell("docker-credential-old store", [:], Array(request.utf8))
        }
        try store("h")
        let id = try await migrate(.helper(from: "old", to: "new"), home)
        #expect(try interrupted() == [])
        let record = "\"$DIRECTORY/\(Self.records)/\(id).json\""
        try home.scripts.shell("sed -i 's/\"finished\":true/\"finished\":false/' \(record)")
        #expect(try interrupted().map(\.source) == ["old"])
        #expect(try interrupted().map(\.target) == ["new"])
        try store("i")
        _ = try await migrate(.helper(from: "old", to: "new"), home)
        #expect(try interrupted() == [])
    }

    @Test func `a user name beside an identity token comes back, which the helper did not keep`() async throws {
        let home = try home(#"{"auths":{"h":{"auth":"YW5uOg==","identitytoken":"tok"}}}"#)
        defer { home.keep() }
        let before = try await home.store().get(ServerAddress("h"))
        let id = try await migrate(.plainText(toHelper: "new"), home)
        #expect(try await undo(id, home).remaining == [])
        #expect(try await home.store().get(ServerAddress("h")) == before)
    }

    @Test func `a record has no secret, and an unknown one is an error that names the others`() async throws {
        let home = try home(#"{"auths":{"h":\#(entry("ann"))}}"#)
        defer { home.keep() }
        let secret = try await home.store().get(ServerAddress("h"))?.password?.revealed ?? ""
        try #require(!secret.isEmpty)
        let id = try await migrate(.plainText(toHelper: "new"), home)
        let record = try home.read("\(Self.records)/\(id).json")
        #expect(record.contains(#""key":"h""#) && !record.contains(secret))
        #expect(try home.scripts.shell("stat -c %a \"$DIRECTORY/\(Self.records)/\(id).json\"") == "600\n")
        let error = #expect(throws: CredentialStoreError.self) {
            try CredentialMigration(undoing: "../\(id)", environment: home.variables)
        }
        #expect(error?.advice == ["Choose one of: \(id)"])
    }

    @Test func `a backup is a copy from before the change, and expires after a week`() async throws {
        let home = try home(#"{"auths":{"h":\#(entry("ann"))}}"#)
        defer { home.keep() }
        let config = try home.read()
        let report = try await home.migrate(.plainText(toHelper: "new")) {
            $0.keepsRecord = true
            $0.keepsBackup = true
        }
        let backup = try #require(report.backups.first)
        #expect(report.backups.count == 1 && backup.file == home.path())
        #expect(try home.scripts.shell("cat '\(backup.copy)'") == config)
        #expect(try home.scripts.shell("stat -c %a '\(backup.copy)'") == "600\n")
        #expect(backup.lastDay.wholeMatch(of: /20\d\d-[01]\d-[0-3]\d/) != nil)
        // A copy of eight days ago and a record of a hundred days ago go with the next migration, and no other.
        try home.scripts.shell(
            """
            cd "$DIRECTORY/\(Self.records)"
            touch "$(date -u -d '-8 days' +%Y%m%d-%H%M%S)-aaaa.backup-of-config.json"
            touch "$(date -u -d '-6 days' +%Y%m%d-%H%M%S)-bbbb.backup-of-config.json"
            touch "$(date -u -d '-100 days' +%Y%m%d-%H%M%S)-cccc.json" "$(date -u -d '-8 days' +%Y%m%d-%H%M%S)-dddd.json"
            """
        )
        try home.write(#"{"auths":{"k":\#(entry("cy"))}}"#, to: ".docker/config.json")
        _ = try await migrate(.plainText(toHelper: "new"), home)
        let left = try names(home).joined(separator: " ")
        #expect(
            !left.contains("aaaa") && left.contains("bbbb") && !left.contains("cccc") && left.contains("dddd"),
            "\(left)"
        )
    }

    @Test func `a record that cannot be saved does not stop a migration, and a backup that cannot does`() async throws {
        let home = try home(#"{"auths":{"h":\#(entry("ann"))}}"#)
        defer { home.keep() }
        try home.scripts.shell("mkdir -p \"$DIRECTORY/.local\"; touch \"$DIRECTORY/.local/state\"")
        let before = try home.read()
        await #expect(throws: CredentialStoreError.self) {
            try await home.migrate(.plainText(toHelper: "new")) { $0.keepsBackup = true }
        }
        #expect(try home.read() == before && listed(home, in: "new") == "{}\n")
        let report = try await home.migrate(.plainText(toHelper: "new")) { $0.keepsRecord = true }
        #expect(report.moved.count == 1 && report.undoID == nil && report.recordFailure != nil)
    }
}
