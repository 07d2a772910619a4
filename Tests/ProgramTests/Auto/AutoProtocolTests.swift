import HelperConformance
import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// docker-credential-auto on the transcripts and the conformance rules, in three worlds.
@Suite(.requires("dbus-daemon", "gdbus", "gnome-keyring-daemon", "python3", "gpg", "pass", "git"))
struct AutoProtocolTests {
    private static let transcripts = Repository.tests.appending("Transcripts")

    @Test(arguments: AutoWorld.allCases)
    func `every rule is kept`(world: AutoWorld) throws {
        let place = try AutoWorldHome(world)
        let report = try ConformanceSuite().run(over: place.program)
        #expect(report.conforms(strictly: true), "\(report)")
        #expect(report.notRun.isEmpty && report.leftovers.isEmpty, "\(report)")
        #expect(try place.rememberedBackend() == world.rawValue)
    }

    /// A transcript by its number in the directory, as its text is too long for the name of a test case.
    @Test(arguments: AutoWorld.allCases, try Transcript.all(in: transcripts).indices)
    func `the program matches the transcripts`(world: AutoWorld, number: Int) throws {
        let place = try AutoWorldHome(world)
        for scenario in try Transcript.all(in: Self.transcripts)[number].scenarios {
            for mismatch in try scenario.play(on: place.program) { Issue.record("\(mismatch)") }
            try place.clear()
        }
        // Where a scenario stored anything, the backend that this world prefers did it.
        if place.home.hasRecord { #expect(try place.rememberedBackend() == world.rawValue) }
    }
}

extension Sandbox {
    fileprivate var hasRecord: Bool {
        (try? FileStatus(of: root.appending(".local/state/docker-credential-auto/logins.json"))) != nil
    }
}
