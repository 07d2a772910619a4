import HelperConformance
import HelperProtocol
import SystemPackage
import TestSupport
import Testing

/// Plays Tests/Transcripts against the session.
@Suite struct TranscriptTests {
    static let directory = Repository.tests.appending("Transcripts")

    @Test(arguments: try Transcript.all(in: directory).flatMap(\.scenarios))
    func `the session responds as in the transcript`(scenario: Transcript.Scenario) {
        for mismatch in scenario.play(on: InMemoryHelper(), as: .example) {
            Issue.record("\(mismatch)")
        }
    }

    @Test func `every scenario has calls`() throws {
        for scenario in try Transcript.all(in: Self.directory).flatMap(\.scenarios) {
            #expect(!scenario.calls.isEmpty, "\(scenario)")
        }
    }
}
