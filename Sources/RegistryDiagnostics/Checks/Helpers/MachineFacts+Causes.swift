internal import SystemPackage
internal import SystemSupport

/// The causes of failing helpers, so that the check that knows a cause reports it alone.
extension MachineFacts {
    /// Why the helper that docker chooses by itself cannot work here, which C10 reports; nil if it can, or if docker
    /// chooses none.
    var defaultHelperFault: Diagnosis? {
        guard defaultHelper.isChosen else { return nil }
        return switch defaultHelper.name {
        case "secretservice": keyring.flatMap { $0.busFault ?? $0.ownerFault }
        case "pass": passwordStore?.setupFault
        default: nil
        }
    }

    /// Whether C10 reports that a helper cannot work here.
    func isReportedAsDefault(_ name: String) -> Bool { defaultHelper.name == name && defaultHelperFault != nil }

    /// Whether another check reports why a helper fails.
    func explainsFailure(of helper: HelperFacts) -> Bool {
        if isReportedAsDefault(helper.name) { return true }
        let checks: [any DiagnosticCheck] =
            switch helper.name {
            case "secretservice": [SessionBusCheck(), SecretServiceCheck(), KeyringLockCheck()]
            case "pass": [PasswordStoreCheck()]
            default: []
            }
        // Docker's own helper cannot list such a store, as C20 says.
        let hasForeignFolders = passwordStore?.folders.contains { $0.server == nil } == true
        // A note, as for a keyring that a window unlocks, explains a `list` that fails, but no `get`.
        let findings = checks.flatMap { $0.findings(in: self) }
        return findings.contains { $0.severity == .problem || helper.get == .good }
            || helper.name == "pass" && helper.get == .good && hasForeignFolders
            || helper.name == "file" && encryptedStore?.fault != nil
    }
}

extension KeyringFacts {
    /// Why the session bus cannot be used; nil if it can.
    var busFault: Diagnosis? {
        switch bus {
        case .reachable: nil
        case .none(let lookedFor):
            .noSessionBus(
                because: "DBUS_SESSION_BUS_ADDRESS is not set"
                    + (lookedFor.map { " and \($0.escapedForDisplay) does not exist" } ?? "")
            )
        case .missing(let path): .noSessionBus(because: "the socket \(path.escapedForDisplay) does not exist")
        case .unreachable(let path, let reason):
            Diagnosis(
                "the session bus at \(path.escapedForDisplay) does not answer: \(reason)",
                advice: ["Keep logins in an encrypted file: docker creds setup file"]
            )
        }
    }

    /// Why the bus that responds has no Secret Service; nil if it has one.
    var ownerFault: Diagnosis? {
        guard case .reachable = bus, !hasOwner, !isActivatable else { return nil }
        return .noKeyring(because: "no program offers org.freedesktop.secrets on the session bus")
    }
}

extension PasswordStoreFacts {
    /// Why the store can hold no login at all; nil if gpg and a key are configured.
    var setupFault: Diagnosis? {
        guard hasGpg else { return .gpgNotFound }
        return keys?.isEmpty == false ? nil : .uninitializedPasswordStore(FilePath(directory))
    }
}
