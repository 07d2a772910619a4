internal import SystemSupport

/// C25: whether registries accept the saved credentials; only with `--online`.
package struct RegistryAnswerCheck: DiagnosticCheck {
    package static let identifier = "C25"
    package static let title = "whether registries accept saved logins"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        machine.verifications.compactMap { verification in
            let server = Phrases.names([verification.server])
            let login = "Log in again: docker creds login \(verification.server.shellQuoted)"
            switch verification.result {
            case .valid, .notNeeded, .noCredential: return nil
            case .rejected:
                return finding(
                    "\(server) rejects the saved login",
                    consequence: "pulls fail, even of public images",
                    remedy: login
                )
            case .expired: return finding("the saved login for \(server) has expired", remedy: login)
            case .unreachable(let why): return finding("cannot reach \(server): \(why)", .note)
            }
        }
    }
}
