import HelperProtocol
import RegistryCredentials
import Testing

/// Migrations from one helper to another.
struct HelperMigrationTests {
    private static let route = CredentialMigration.Route.helper(from: "old", to: "new")

    private func home(_ config: String, before: String = "") throws -> ConfigHome {
        let home = try ConfigHome(config)
        try home.scripts.addRecording("old", in: "old", before: before)
        try home.scripts.addRecording("new", in: "new")
        return home
    }

    private func store(_ key: String, _ user: String, _ home: ConfigHome, in helper: String = "old") async throws {
        let request = #"{"ServerURL":"\#(key)","Username":"\#(user)","Secret":"hunter-\#(user)"}"#
        try home.scripts.shell("docker-credential-\(helper) store", [:], Array(request.utf8))
        _ = try home.scripts.log(in: helper)
    }

    private func kept(_ home: ConfigHome, in helper: String) throws -> String {
        try home.scripts.shell("docker-credential-\(helper) list")
    }

    @Test func `each key is moved as it is, and credsStore and credHelpers name the new helper`() async throws {
        let home = try home(#"{"auths":{"h":{}},"credsStore":"old","credHelpers":{"i":"old","j":"other"}}"#)
        defer { home.keep() }
        for (key, user) in [
            ("h", "ann"), ("https://index.docker.io/v1/", "bob"), ("https://h/old", "cy"), ("i", "<token>"),
        ] {
            try await store(key, user, home)
        }
        let report = try await home.migrate(Self.route)
        #expect(report.moved.count == 4 && report.remaining == [])
        #expect(
            try home.read()
                == #"{"auths":{"h":{}},"credsStore":"new","credHelpers":{"i":"new","j":"other"}}"#
        )
        #expect(try kept(home, in: "old") == "{}\n")
        #expect(try await home.store().get(ServerAddress("h"))?.username == "ann")
        #expect(try await home.store().get(ServerAddress("docker.io"))?.username == "bob")
        #expect(try await home.store().get(ServerAddress("i"))?.identityToken != nil)
        #expect(try await home.migrate(Self.route) == MigrationReport.nothing)
    }

    @Test func `a registry with several users in the source stays, and the others are moved`() async throws {
        let home = try home(#"{"credsStore":"old"}"#)
        defer { home.keep() }
        for key in ["h", "i"] { try await store(key, "ann", home) }
        let report = try await home.migrate(Self.route) { $0.usersInSource = ["h": ["ann", "bob"]] }
        #expect(report.moved.map(\.key) == ["i"] && report.remaining.map(\.item.key) == ["h"])
        #expect(
            report.remaining.first?.error.message
                == "docker-credential-old has 2 users here, and erasing one erases bob, too"
        )
        #expect(try home.read() == #"{"credsStore":"old","credHelpers":{"i":"new"}}"#)
        #expect(try kept(home, in: "old") == "{\"h\":\"ann\"}\n" && kept(home, in: "new") == "{\"i\":\"ann\"}\n")
        // Nothing is erased, so nothing is lost.
        let kept = try await home.migrate(Self.route) {
            $0.usersInSource = ["h": ["ann", "bob"]]
            $0.keepsSource = true
        }
        #expect(kept.remaining == [])
    }

    @Test func `one entry of credHelpers is moved alone`() async throws {
        let home = try home(#"{"credHelpers":{"h":"old","i":"old"}}"#)
        defer { home.keep() }
        for key in ["h", "i"] { try await store(key, "ann", home) }
        let server = try ServerAddress("i")
        let report = try await home.migrate(Self.route) { $0.servers = [server] }
        #expect(report.moved.map(\.key) == ["i"])
        #expect(try home.read() == #"{"credHelpers":{"h":"old","i":"new"}}"#)
        #expect(try kept(home, in: "old") == "{\"h\":\"ann\"}\n" && kept(home, in: "new") == "{\"i\":\"ann\"}\n")
    }

    @Test func `one registry of credsStore is moved by an entry in credHelpers`() async throws {
        let home = try home(#"{"credsStore":"old"}"#)
        defer { home.keep() }
        for key in ["h", "i"] { try await store(key, "ann", home) }
        let server = try ServerAddress("i")
        let report = try await home.migrate(Self.route) { $0.servers = [server] }
        #expect(report.settings == ["credHelpers[\"i\"] = \"new\" in \(home.path())"])
        #expect(try await home.store().get(ServerAddress("h")) == home.store().get(ServerAddress("i")))
    }

    @Test func `a helper without a list is asked for the registries that the file names`() async throws {
        let home = try home(
            #"{"auths":{"h":{}},"credsStore":"old"}"#,
            before: "[ $1 = list ] && { echo not implemented; exit 1; }"
        )
        defer { home.keep() }
        try await store("h", "ann", home)
        #expect(try await home.migrate(Self.route).moved.map(\.key) == ["h"])
        #expect(try kept(home, in: "new") == "{\"h\":\"ann\"}\n")
    }

    @Test func `a migration that was interrupted before the removal is finished`() async throws {
        let home = try home(#"{"credsStore":"new"}"#)
        defer { home.keep() }
        for helper in ["old", "new"] { try await store("h", "ann", home, in: helper) }
        try await store("late", "bob", home)
        let report = try await home.migrate(Self.route)
        #expect(report.moved.map(\.key) == ["h", "late"] && report.remaining == [])
        #expect(try kept(home, in: "old") == "{}\n" && kept(home, in: "new") == "{\"h\":\"ann\",\"late\":\"bob\"}\n")
    }

    @Test func `a login after an interrupted migration is not replaced`() async throws {
        let home = try home(#"{"credsStore":"new"}"#)
        defer { home.keep() }
        try await store("h", "ann", home)
        try await store("h", "newer", home, in: "new")
        let report = try await home.migrate(Self.route)
        #expect(report.moved == [] && report.remaining.map(\.error.code) == [.conflict])
        #expect(try await home.store().get(ServerAddress("h"))?.username == "newer")
    }

    @Test func `a credential that cannot be copied stays, and the helper of the others changes`() async throws {
        let home = try home(#"{"credsStore":"old"}"#)
        defer { home.keep() }
        try home.scripts.addRecording(
            "new",
            in: "new",
            before: "case $1$input in store*'\"h\"'*) echo it is damaged; exit 1 ;; esac"
        )
        for key in ["h", "i"] { try await store(key, "ann", home) }
        let report = try await home.migrate(Self.route)
        #expect(report.moved.map(\.key) == ["i"] && report.remaining.map(\.item.key) == ["h"])
        #expect(try home.read() == #"{"credsStore":"old","credHelpers":{"i":"new"}}"#)
        #expect(try await home.store().get(ServerAddress("h"))?.username == "ann")
        #expect(try await home.store().get(ServerAddress("i"))?.username == "ann")
    }

    @Test func `a login with the old helper during the migration is moved too`() async throws {
        let home = try home(#"{"credsStore":"old"}"#)
        defer { home.keep() }
        try await store("h", "ann", home)
        // Another program logs in after the credential was copied.
        try home.scripts.addRecording(
            "new",
            in: "new",
            before: """
                [ $1 = store ] && [ ! -e done ] && { touch done
                sed -i 's/ann/zoe/g' "$DIRECTORY/old/kept-h"; }
                """
        )
        let report = try await home.migrate(Self.route)
        #expect(report.moved.map(\.key) == ["h"])
        #expect(try kept(home, in: "old") == "{}\n")
        #expect(try await home.store().get(ServerAddress("h"))?.username == "zoe")
    }

    @Test func `an entry that was removed since the plan is reported`() async throws {
        let home = try home(#"{"credsStore":"old"}"#)
        defer { home.keep() }
        for key in ["h", "i"] { try await store(key, "ann", home) }
        let migration = try CredentialMigration(Self.route, environment: home.variables)
        let plan = try await migration.plan()
        try home.scripts.shell("printf h | docker-credential-old erase")
        let report = try await migration.run(plan)
        #expect(report.moved.map(\.key) == ["i"] && report.remaining.map(\.error.code) == [.conflict])
    }

    @Test func `credentials of cloud providers and of another session are not copied`() async throws {
        let home = try home("{}")
        defer { home.keep() }
        for (source, target) in [("ecr-login", "new"), ("old", "gcloud"), ("dev-containers-1", "new"), ("old", "old")] {
            let error = await storeError { _ = try await home.migrate(.helper(from: source, to: target)) }
            #expect(error?.code == .unsupported || error?.code == .conflict, "\(source)")
        }
    }

    @Test func `a helper that the file does not use keeps its credentials`() async throws {
        let home = try home(#"{"credsStore":"other"}"#)
        defer { home.keep() }
        try await store("h", "ann", home)
        let report = try await home.migrate(Self.route)
        #expect(report.moved == [] && report.remaining.map(\.error.code) == [.conflict])
        #expect(try kept(home, in: "old") == "{\"h\":\"ann\"}\n" && kept(home, in: "new") == "{}\n")
    }
}
