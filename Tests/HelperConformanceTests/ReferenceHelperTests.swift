import HelperConformance
import SystemPackage
import Testing

/// The reference implementation for pass, version 0.6.4 from Debian 12.
@Suite struct ReferenceHelperTests {
    /// The rules that it is expected to violate.
    static let knownDeviations = [
        // Before 0.8.0: unknown actions.
        "call.help",
        "version.flags",
        // Before 0.7.0: version prints only the number.
        "version.form",
        // The unknown action is echoed unescaped.
        "call.control-characters",
        // Before 0.7.0: the response has an empty username and an empty secret.
        "get.absent",
        // The script pass fails, and therefore the helper.
        "erase.absent",
        // Lines of input are joined, also inside strings.
        "get.line-feed",
        "refuse.raw-line-feed",
        // Each user has a file, and get reads the first by name.
        "store.replace-user",
        // get trims its key, but store does not.
        "store.white-space",
        // The server is encoded in the file name and may contain anything. The username is not encoded and may contain
        // a line feed.
        "refuse.control-in-server",
        "refuse.control-in-username",
        // Go's decoder replaces both with U+FFFD.
        "refuse.not-utf8",
        "refuse.surrogate",
        // A line of input is limited to 64 KiB.
        "secret.large",
        // Trailing line feeds are removed from the output of pass.
        "secret.line-ends",
        // The username becomes a path, even out of the directory.
        "username.slash",
        "username.dots",
        // The error is that the file name is too long, not "not found".
        "server.long",
        // It waits silently.
        "terminal.notice",
    ]

    @Test func `the reference violates exactly the expected rules`() throws {
        let report = try PasswordStore.use { environment in
            let program = HelperProgram(path: "/usr/bin/docker-credential-pass", environment: environment)
            return try ConformanceSuite(expectedViolations: Self.knownDeviations).run(over: program)
        }
        #expect(report.violations.isEmpty, "\(report)")
        #expect(report.unexpectedPasses.isEmpty, "\(report)")
        #expect(report.notRun.isEmpty, "\(report)")
        // It is stored with white space around it, which get and erase trim. It can no longer be reached.
        #expect(report.leftovers.allSatisfy { $0.hasSuffix("/store.white-space/a\n") }, "\(report)")
    }
}
