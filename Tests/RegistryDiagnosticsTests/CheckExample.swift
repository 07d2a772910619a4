import RegistryDiagnostics
import SystemSupport
import TestSupport
import Testing

/// A fault of a machine, the check that finds it, and the beginning of its message.
struct CheckExample: Sendable, CustomTestStringConvertible {
    let check: String
    let summary: String
    let machine: @Sendable () throws -> MachineFacts
    var testDescription: String { "\(check): \(summary)" }

    init(_ check: String, _ summary: String, _ machine: @escaping @Sendable () throws -> MachineFacts) {
        self.check = check
        self.summary = summary
        self.machine = machine
    }

    /// A config file with this text.
    init(_ check: String, _ summary: String, config: String) {
        self.init(check, summary) { Machines.healthy(config) }
    }

    /// The machine of the file helper, with a change.
    init(_ check: String, _ summary: String, change: @escaping @Sendable (inout MachineFacts) throws -> Void) {
        self.init(check, summary) {
            var machine = Machines.healthy()
            try change(&machine)
            return machine
        }
    }

    /// Verifies that the check finds the fault, and gives a remedy.
    func verify() throws {
        let findings = try DiagnosticChecks.findings(in: machine())
        let found = try #require(findings.first { $0.check == check }, "\(findings)")
        #expect(found.summary.hasPrefix(summary), "\(found.summary)")
        #expect(found.summary.utf8.count < 200)
        #expect(found.remedy?.hasSuffix(".") != true)
    }
}
