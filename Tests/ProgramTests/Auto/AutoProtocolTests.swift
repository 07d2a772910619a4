import HelperConformance
import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// docker-credential-auto on the transcripts and the conformance rules, in three worlds.
@Suite struct AutoProtocolTests {
    private static let transcripts = Repository.tests.appending("Transcripts")

    private func check(_ home: Sandbox, _ variables: [String: String] = [:]) throws {
        let program = HelperProgram(
            path: BuiltPrograms.autoHelper,
            environment: home.environment.merging(variables) { $1 }
        )
        let report = try ConformanceSuite().run(over: program)
        #expect(report.conforms(strictly: true), "\(report)")
        #expect(report.notRun.isEmpty && report.leftovers.isEmpty, "\(report)")
    }

    @Test(.requires("dbus-daemon", "gdbus", "gnome-keyring-daemon", "python3"))
    func `every rule is kept in a desktop session`() throws {
        let session = try KeyringSession(in: Sandbox())
        try check(session.home, session.variables)
        #expect(
            try session.home.succeed("cat .local/state/docker-credential-auto/logins.json").contains("secretservice")
        )
    }

    @Test(.requires("gpg", "pass", "git")) func `every rule is kept without a bus, with a password store`() throws {
        let store = try PassHome()
        try check(store.home)
        #expect(try store.home.succeed("cat .local/state/docker-credential-auto/logins.json").contains("pass"))
    }

    @Test func `every rule is kept with nothing but the file helper`() throws {
        let home = try Sandbox()
        try check(home)
        #expect(try home.succeed("cat .local/state/docker-credential-auto/logins.json").contains("file"))
    }

    @Test(arguments: try Transcript.all(in: transcripts).flatMap(\.scenarios))
    func `the program matches the transcripts`(scenario: Transcript.Scenario) throws {
        let home = try Sandbox()
        let program = HelperProgram(path: BuiltPrograms.autoHelper, environment: home.environment)
        for mismatch in try scenario.play(on: program) {
            Issue.record("\(mismatch)")
        }
    }
}
