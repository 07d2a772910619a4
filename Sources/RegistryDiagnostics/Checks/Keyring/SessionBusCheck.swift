internal import SystemSupport

/// C14: whether there is a session bus.
package struct SessionBusCheck: DiagnosticCheck {
    package static let identifier = "C14"
    package static let title = "the session bus"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        guard let keyring = machine.keyring, machine.usesKeyring else { return [] }
        let consequence = "the keyring cannot be reached"
        switch keyring.bus {
        case .reachable: return []
        case .none(let lookedFor):
            let socket = lookedFor.map { " and \($0.escapedForDisplay) does not exist" } ?? ""
            return [
                finding(
                    .noSessionBus(because: "DBUS_SESSION_BUS_ADDRESS is not set\(socket)"),
                    consequence: consequence
                )
            ]
        case .missing(let path):
            return [
                finding(
                    .noSessionBus(because: "the socket \(path.escapedForDisplay) does not exist"),
                    consequence: consequence
                )
            ]
        case .unreachable(let path, let reason):
            return [
                finding(
                    "the session bus at \(path.escapedForDisplay) does not answer: \(reason)",
                    consequence: consequence,
                    remedy: "Keep logins in an encrypted file: docker creds setup file"
                )
            ]
        }
    }
}

extension MachineFacts {
    /// Whether a helper stores credentials in the Secret Service.
    var usesKeyring: Bool { helpers.contains { $0.name == "secretservice" } }

    /// Whether a helper stores credentials in pass.
    var usesPasswordStore: Bool { helpers.contains { $0.name == "pass" } }
}
