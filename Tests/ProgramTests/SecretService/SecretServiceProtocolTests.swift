import HelperConformance
import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// The built program on the transcripts that also test the session, and on every conformance rule.
@Suite(.requires("dbus-daemon", "gdbus", "gnome-keyring-daemon", "python3")) struct SecretServiceProtocolTests {
    private static let transcripts = Repository.tests.appending("Transcripts")

    @Test(arguments: try Transcript.all(in: transcripts).flatMap(\.scenarios))
    func `the program matches the transcripts`(scenario: Transcript.Scenario) throws {
        let session = try KeyringSession(in: Sandbox())
        for mismatch in try scenario.play(on: session.program) {
            Issue.record("\(mismatch)")
        }
    }

    @Test func `the program keeps every rule`() throws {
        let session = try KeyringSession(in: Sandbox())
        let report = try ConformanceSuite().run(over: session.program)
        #expect(report.conforms(strictly: true), "\(report)")
        #expect(report.notRun.isEmpty && report.leftovers.isEmpty, "\(report)")
    }
}

extension KeyringSession {
    fileprivate var program: HelperProgram {
        HelperProgram(
            path: BuiltPrograms.secretServiceHelper,
            environment: home.environment.merging(variables) { $1 }
        )
    }
}
