internal import SystemSupport

/// A check: a function from the facts about a machine to findings.
///
/// Checks read no files and run no programs, so they can be tested with values.
package protocol DiagnosticCheck: Sendable {
    /// The identifier, such as `C05`, which is printed and never changes its meaning.
    static var identifier: String { get }

    /// The subject of the check, as a noun phrase for lists.
    static var title: String { get }

    init()

    /// Returns the findings; empty if nothing is wrong.
    func findings(in machine: MachineFacts) -> [DiagnosticFinding]
}

extension DiagnosticCheck {
    /// Returns a finding of this check.
    func finding(
        _ summary: String,
        _ severity: DiagnosticFinding.Severity = .problem,
        file: String? = nil,
        line: Int? = nil,
        consequence: String? = nil,
        remedy: String? = nil,
        fix: DiagnosticFix? = nil
    ) -> DiagnosticFinding {
        DiagnosticFinding(
            Self.identifier,
            severity,
            summary,
            file: file,
            line: line,
            consequence: consequence,
            remedy: remedy,
            fix: fix
        )
    }

    /// Returns a finding of a condition that several programs report.
    func finding(
        _ diagnosis: Diagnosis,
        file: String? = nil,
        line: Int? = nil,
        consequence: String
    ) -> DiagnosticFinding {
        finding(
            diagnosis.message,
            file: file,
            line: line,
            consequence: consequence,
            remedy: diagnosis.advice.first
        )
    }
}

/// All checks, in the order of their identifiers.
package enum DiagnosticChecks {
    package static let all: [any DiagnosticCheck.Type] = [
        ConfigLocationCheck.self, ConfigSyntaxCheck.self, ConfigPermissionsCheck.self, ConfigLinksCheck.self,
        PlaintextCheck.self, ShadowedPlaintextCheck.self, ConfigNamesCheck.self, HelperPresenceCheck.self,
        HelperPathCheck.self, DefaultHelperCheck.self, HelperProtocolCheck.self, HelperRoundTripCheck.self,
        SupplyOnlyHelperCheck.self, SessionBusCheck.self, SecretServiceCheck.self, KeyringLockCheck.self,
        KeyringItemsCheck.self, PasswordStoreCheck.self, PinentryCheck.self, PasswordStoreFoldersCheck.self,
        ServerKeysCheck.self, AuthConfigVariableCheck.self, PodmanCheck.self, SurroundingsCheck.self,
        RegistryAnswerCheck.self, EncryptedStoreCheck.self,
    ]

    /// Returns the findings of all checks.
    package static func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        let findings = all.flatMap { $0.init().findings(in: machine) }
        guard !machine.config.hasTextPath else { return findings }
        // An escaped path is not the file's, so nothing may be changed there.
        return findings.map { $0.file == machine.config.path ? $0.withoutFix : $0 }
    }
}
