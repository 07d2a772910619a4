import HelperConformance
import Testing

/// The reference's helper for pass, as Debian 12 has it: version 0.6.4.
@Suite struct ReferenceHelperTests {
    /// What is known to be wrong with it.
    static let knownDeviations: [String] = []

    @Test func `the reference breaks the rules that it is known to break`() throws {
        let store = try PasswordStore()
        let program = HelperProgram(path: "/usr/bin/docker-credential-pass", environment: store.environment)
        let report = try ConformanceSuite(expectedViolations: Self.knownDeviations).run(over: program)
        #expect(report.violations.isEmpty, "\(report)")
        #expect(report.unexpectedPasses.isEmpty, "\(report)")
    }
}
