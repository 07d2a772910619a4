import HelperProtocol
import RegistryCredentials
import Testing

/// Config files that change between the plan of a migration and its run.
struct MigrationPlanTests {
    /// In base64: `bob:hunter-bob`.
    private static let bob = #"{"auth":"Ym9iOmh1bnRlci1ib2I="}"#

    @Test func `a file that has changed since the plan aborts the migration`() async throws {
        let home = try ConfigHome(#"{"auths":{"h":\#(Self.bob)}}"#)
        defer { home.keep() }
        try home.scripts.addRecording()
        let migration = try CredentialMigration(.plainText(toHelper: "recorder"), environment: home.variables)
        let plan = try await migration.plan()
        try home.write(#"{"auths":{}}"#, to: ".docker/config.json")
        let error = await storeError { _ = try await migration.run(plan) }
        #expect(error?.code == .conflict)
        #expect(try home.scripts.log() == ["list|"])
        #expect(try home.read() == #"{"auths":{}}"#)
    }

    @Test func `a file that changes during the plan leads to another plan, if nobody sees it`() async throws {
        let home = try ConfigHome(#"{"auths":{"h":\#(Self.bob)}}"#)
        defer { home.keep() }
        // Planning lists the helper.
        let newer = #"{"auths":{"h":\#(Self.bob),"new":\#(Self.bob)}}"#
        try home.scripts.addRecording(
            before: """
                [ $1 = list ] && [ ! -e "$DIRECTORY/changed" ] && touch "$DIRECTORY/changed" \
                    && printf '%s' '\(newer)' > "$DIRECTORY/.docker/config.json"
                """
        )
        let migration = try CredentialMigration(.plainText(toHelper: "recorder"), environment: home.variables)
        let report = try await migration.run()
        #expect(report.moved.map(\.key) == ["h", "new"] && report.remaining == [])
        #expect(try home.read() == #"{"auths":{"h":{},"new":{}},"credsStore":"recorder"}"#)
    }

    @Test func `a file that changes during each plan aborts the migration`() async throws {
        let home = try ConfigHome(#"{"auths":{"h":\#(Self.bob)}}"#)
        defer { home.keep() }
        try home.scripts.addRecording(
            before: #"[ $1 = list ] && printf ' ' >> "$DIRECTORY/.docker/config.json""#
        )
        let migration = try CredentialMigration(.plainText(toHelper: "recorder"), environment: home.variables)
        let error = await storeError { _ = try await migration.run() }
        #expect(error?.code == .conflict)
        let lists = try home.scripts.log()
        #expect(lists.count == 100 && Set(lists) == ["list|"])
        #expect(try home.read().hasPrefix(#"{"auths":{"h":\#(Self.bob)}} "#))
    }
}
