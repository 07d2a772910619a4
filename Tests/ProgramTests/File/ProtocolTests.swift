import HelperConformance
import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// The built program on the transcripts that also test the session, and on every conformance rule.
@Suite struct ProtocolTests {
    private static let transcripts = Repository.tests.appending("Transcripts")

    @Test(arguments: try Transcript.all(in: transcripts).flatMap(\.scenarios), ["store.age", "auth.json"])
    func `the program matches the transcripts`(scenario: Transcript.Scenario, store: String) throws {
        let home = try Sandbox()
        for mismatch in try scenario.play(on: home.program(storingIn: store)) {
            Issue.record("\(mismatch)")
        }
    }

    @Test(arguments: ["store.age", "auth.json"])
    func `the program keeps every rule`(store: String) throws {
        let home = try Sandbox()
        let report = try ConformanceSuite().run(over: home.program(storingIn: store))
        #expect(report.conforms(strictly: true), "\(report)")
        #expect(report.notRun.isEmpty && report.leftovers.isEmpty, "\(report)")
        #expect(report.results.count == ConformanceSuite.allRules.count)
    }

    @Test func `helper-conformance reports on a helper and sets its exit status`() throws {
        let home = try Sandbox()
        let good = try home.shell("\(BuiltPrograms.conformance) \(BuiltPrograms.fileHelper)")
        #expect(good.succeeded, "\(good.output.text)")
        try home.succeed("printf '#!/bin/sh\\necho broken\\n' > broken; chmod +x broken")
        let broken = try home.shell("\(BuiltPrograms.conformance) ./broken")
        #expect(broken.termination == .exited(1), "\(broken.output.text)")
        #expect(broken.output.text.contains("get.absent"))
        #expect(try home.shell("\(BuiltPrograms.conformance) ./nowhere").termination == .exited(2))
    }
}

extension Sandbox {
    /// docker-credential-file with a store of this name in this home directory.
    fileprivate func program(storingIn store: String) -> HelperProgram {
        HelperProgram(
            path: BuiltPrograms.fileHelper,
            environment: environment.merging(["DOCKER_CREDENTIAL_FILE_PATH": "\(root)/\(store)"]) { $1 }
        )
    }
}
