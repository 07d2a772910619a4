import HelperConformance
import SystemPackage
import Testing

/// The reference's helper for pass, as Debian 12 has it: version 0.6.4.
@Suite struct ReferenceHelperTests {
    /// What is known to be wrong with it.
    static let knownDeviations = [
        // Unknown actions until 0.8.0.
        "call.help",
        "version.flags",
        // It prints the bare number until 0.7.0.
        "version.form",
        // The action is echoed as it is.
        "call.control-characters",
        // Until 0.7.0: an answer with an empty user and an empty secret.
        "get.absent",
        // The script pass fails, and the helper with it.
        "erase.absent",
        // Lines of input are glued together, here and in strings.
        "get.line-feed",
        "refuse.raw-line-feed",
        // A file for each user, of which the first by name is read.
        "store.replace-user",
        // get trims its key, store does not.
        "store.white-space",
        // The server is encoded in a file name, which holds anything; the user name is one, and holds a line feed.
        "refuse.control-in-server",
        "refuse.control-in-username",
        // Go's decoder puts U+FFFD in the place of both.
        "refuse.not-utf8",
        "refuse.surrogate",
        // A line of input may have 64 KiB.
        "secret.large",
        // Line ends at the end are cut off what pass prints.
        "secret.line-ends",
        // The user name becomes a path, up or down.
        "username.slash",
        "username.dots",
        // The error of a file name that is too long for the file system, not "not found".
        "server.long",
        // It waits in silence.
        "terminal.notice",
    ]

    @Test func `the reference breaks the rules that it is known to break`() throws {
        let report = try PasswordStore.use { environment in
            let program = HelperProgram(path: "/usr/bin/docker-credential-pass", environment: environment)
            return try ConformanceSuite(expectedViolations: Self.knownDeviations).run(over: program)
        }
        #expect(report.violations.isEmpty, "\(report)")
        #expect(report.unexpectedPasses.isEmpty, "\(report)")
        #expect(report.notRun.isEmpty, "\(report)")
        // Stored with white space around it, which get and erase then trim: nothing reaches it any more.
        #expect(report.leftovers.allSatisfy { $0.hasSuffix("/store.white-space/a\n") }, "\(report)")
    }
}
