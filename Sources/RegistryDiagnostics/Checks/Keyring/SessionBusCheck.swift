internal import SystemSupport

/// C14: whether there is a session bus.
package struct SessionBusCheck: DiagnosticCheck {
    package static let identifier = "C14"
    package static let title = "the session bus"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        guard let fault = machine.keyring?.busFault, machine.usesKeyring,
            !machine.isReportedAsDefault("secretservice")
        else { return [] }
        return [finding(fault, consequence: "the keyring cannot be reached")]
    }
}

extension MachineFacts {
    /// Whether a helper stores credentials in the Secret Service.
    var usesKeyring: Bool { helpers.contains { $0.name == "secretservice" } }

    /// Whether a helper stores credentials in pass.
    var usesPasswordStore: Bool { helpers.contains { $0.name == "pass" } }
}
