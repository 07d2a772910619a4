import HelperConformance
import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// The built program on the transcripts that also test the session, and on every conformance rule.
@Suite(.requires("gpg", "pass", "git")) struct PassProtocolTests {
    private static let transcripts = Repository.tests.appending("Transcripts")

    @Test(arguments: try Transcript.all(in: transcripts).flatMap(\.scenarios))
    func `the program matches the transcripts`(scenario: Transcript.Scenario) throws {
        let store = try PassHome()
        for mismatch in try scenario.play(on: store.program) {
            Issue.record("\(mismatch)")
        }
    }

    @Test(arguments: ["packaging/man/docker-credential-pass.1", "docs/pass.md"])
    func `no page tells the reader to overwrite docker's config file`(page: String) throws {
        let root = Self.transcripts.removingLastComponent().removingLastComponent()
        let text = try RegularFile.read(root.appending(page), limit: 1 << 20).bytes.text
        #expect(text.contains("config.json") && !text.contains("> ~/.docker/config.json"))
    }

    @Test func `the program keeps every rule`() throws {
        let store = try PassHome()
        let report = try ConformanceSuite().run(over: store.program)
        #expect(report.conforms(strictly: true), "\(report)")
        #expect(report.notRun.isEmpty && report.leftovers.isEmpty, "\(report)")
    }
}

extension PassHome {
    fileprivate var program: HelperProgram {
        HelperProgram(path: BuiltPrograms.passHelper, environment: home.environment)
    }
}
