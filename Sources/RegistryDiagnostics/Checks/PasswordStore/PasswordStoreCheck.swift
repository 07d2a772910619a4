internal import SystemSupport

/// C18: the requirements of pass: gpg, the store, its key, the key's trust, and the secret key.
package struct PasswordStoreCheck: DiagnosticCheck {
    package static let identifier = "C18"
    package static let title = "the password store and its keys"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        guard let store = machine.passwordStore, machine.usesPasswordStore, !machine.isReportedAsDefault("pass")
        else { return [] }
        if let fault = store.setupFault {
            return [
                finding(
                    fault,
                    file: store.hasGpg ? store.directory : nil,
                    consequence: "logins can be neither saved nor read"
                )
            ]
        }
        let keys = store.keys ?? []
        return keys.compactMap { finding(for: $0, alone: keys.count == 1) }
    }

    private func finding(for key: PasswordStoreFacts.Key, alone: Bool) -> DiagnosticFinding? {
        let name = key.name.escapedForDisplay
        // gpg changes a key only by its fingerprint.
        let fingerprint = key.fingerprint ?? key.name.shellQuoted
        let create = "make a new one: gpg --quick-generate-key NAME && pass init NAME"
        switch key.state {
        case .unknown:
            return finding(
                "the store's key \(name) is not in the gpg keyring",
                consequence: "`docker login` fails",
                remedy: "Import it: gpg --import FILE, or \(create)"
            )
        case .revoked, .disabled:
            let state = key.state == .revoked ? "revoked" : "disabled"
            return finding(
                "the store's key \(name) is \(state)",
                consequence: "`docker login` fails",
                remedy: "Choose another key: pass init KEY"
            )
        case .expired:
            return finding(
                "the store's key \(name) has expired",
                consequence: "`docker login` fails; saved logins can still be read",
                remedy: "Run: "
                    + ([[]] + (key.expiredSubkeys.isEmpty ? [] : [key.expiredSubkeys]))
                    .map { (["gpg --quick-set-expire", fingerprint, "2y"] + $0).joined(separator: " ") }
                    .joined(separator: " && ")
            )
        case .signsOnly:
            return finding(
                "the store's key \(name) cannot encrypt",
                consequence: "`docker login` fails",
                remedy: "Run: gpg --quick-add-key \(fingerprint) default encr never"
            )
        case .untrusted:
            return finding(
                "the store's key \(name) is not trusted",
                consequence: "`docker login` fails, because gpg would have to ask",
                remedy: "Run: gpg --edit-key \(key.name.shellQuoted) trust quit"
            )
        case .usable: break
        }
        guard alone, !key.hasSecret else { return nil }
        return finding(
            Diagnosis.missingSecretKey(name).message,
            consequence: "`docker login` works, and every pull fails",
            remedy: "Import it from the machine that has it: gpg --import FILE, or \(create)"
        )
    }
}

/// C19: whether gpg-agent can prompt for a passphrase.
package struct PinentryCheck: DiagnosticCheck {
    package static let identifier = "C19"
    package static let title = "gpg-agent and its prompt"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        guard let store = machine.passwordStore, machine.usesPasswordStore, store.hasGpg else { return [] }
        if store.agentAnswers == false {
            return [
                finding(
                    "gpg-agent does not answer",
                    consequence: "saved logins cannot be read",
                    remedy: "Run: gpgconf --kill gpg-agent && gpgconf --launch gpg-agent"
                )
            ]
        }
        guard let pinentry = store.pinentry else { return [] }
        if !store.pinentryExists {
            return [
                finding(
                    "gpg-agent's prompt \(pinentry.escapedForDisplay) does not exist",
                    consequence: "a key with a passphrase cannot be unlocked",
                    remedy: "Run: sudo apt-get install pinentry-curses"
                )
            ]
        }
        guard store.pinentryNeedsDisplay, !store.hasDisplay else { return [] }
        return [
            finding(
                "gpg-agent's prompt \(pinentry.escapedForDisplay) needs a display, and there is none",
                .note,
                consequence: "a key with a passphrase cannot be unlocked here",
                remedy: "Run: sudo apt-get install pinentry-curses && sudo update-alternatives --config pinentry"
            )
        ]
    }
}

/// C20: the entries in docker's folder of the password store.
package struct PasswordStoreFoldersCheck: DiagnosticCheck {
    package static let identifier = "C20"
    package static let title = "docker's entries in the password store"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        guard let store = machine.passwordStore else { return [] }
        let folder = "\(store.directory)/docker-credential-helpers"
        return store.folders.compactMap { entry in
            guard let server = entry.server else {
                return finding(
                    "the folder \(entry.name.escapedForDisplay) of the password store is not named as docker's are",
                    .note,
                    file: "\(folder)/\(entry.name)",
                    consequence: "Docker's own helper then lists no login at all"
                )
            }
            guard entry.users.count > 1 else { return nil }
            let path = "\(folder)/\(entry.name)"
            let removal = PasswordStoreUsersRemoval(entry, in: store, machine.environment)
            return finding(
                "the password store has \(entry.users.count) users for \(Phrases.names([server])): "
                    + Phrases.names(entry.users.sorted()),
                file: path,
                consequence: "Docker's own helper always uses the first in alphabetical order",
                remedy: "Log in once more, which leaves one: docker creds login \(server.shellQuoted)",
                fix: removal.map { DiagnosticFix(path, .passwordStoreUsers($0)) }
            )
        }
    }
}
