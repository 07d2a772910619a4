/// All checks, in the order of their identifiers.
package enum DiagnosticChecks {
    package static let all: [any DiagnosticCheck.Type] = [
        ConfigLocationCheck.self, ConfigSyntaxCheck.self, ConfigPermissionsCheck.self, ConfigLinksCheck.self,
        PlaintextCheck.self, ShadowedPlaintextCheck.self, ConfigNamesCheck.self, HelperPresenceCheck.self,
        HelperPathCheck.self, DefaultHelperCheck.self, HelperProtocolCheck.self, HelperRoundTripCheck.self,
        SupplyOnlyHelperCheck.self, SessionBusCheck.self, SecretServiceCheck.self, KeyringLockCheck.self,
        KeyringItemsCheck.self, PasswordStoreCheck.self, PinentryCheck.self, PasswordStoreFoldersCheck.self,
        ServerKeysCheck.self, AuthConfigVariableCheck.self, PodmanCheck.self, SurroundingsCheck.self,
        RegistryAnswerCheck.self,
    ]

    /// What all checks find.
    package static func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        all.flatMap { $0.init().findings(in: machine) }
    }
}
