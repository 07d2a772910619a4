internal import RegistryCredentials
internal import SystemSupport

/// C15: whether a program offers the Secret Service.
package struct SecretServiceCheck: DiagnosticCheck {
    package static let identifier = "C15"
    package static let title = "the program behind the keyring"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        guard let fault = machine.keyring?.ownerFault, machine.usesKeyring,
            !machine.isReportedAsDefault("secretservice")
        else { return [] }
        return [finding(fault, consequence: "logins can be neither saved nor read")]
    }
}

/// C16: whether the default collection exists and is unlocked.
package struct KeyringLockCheck: DiagnosticCheck {
    package static let identifier = "C16"
    package static let title = "the keyring's default collection"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        guard let keyring = machine.keyring, machine.usesKeyring else { return [] }
        switch keyring.collection {
        case .unknown, .unlocked: return []
        case .none:
            return [finding(.noDefaultKeyring, consequence: "logins cannot be saved")]
        case .locked(let label):
            let locked = Diagnosis.lockedKeyring(label.isEmpty ? nil : label)
            return [
                finding(
                    locked.message,
                    keyring.isHeadless ? .problem : .note,
                    consequence: keyring.isHeadless
                        ? "no window can ask for its password here, so logins can be neither saved nor read"
                        : "the next command asks for its password in a window",
                    remedy: keyring.isHeadless ? locked.advice.first : nil
                )
            ]
        }
    }
}

/// C17: several items for one registry in the keyring.
package struct KeyringItemsCheck: DiagnosticCheck {
    package static let identifier = "C17"
    package static let title = "several items for one registry in the keyring"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        guard let keyring = machine.keyring else { return [] }
        // Aliases of one server are different keys, and each has its own item.
        return Dictionary(grouping: keyring.items, by: \.server).filter { $0.value.count > 1 }
            .sorted { $0.key < $1.key }
            .map { server, items in
                let subject = "the keyring's items for \(server.text.withoutUserInformation.escapedForDisplay)"
                let removal = KeyringItemsRemoval(items, machine.environment, user: machine.user.number)
                return finding(
                    "the keyring has \(items.count) items for \(Phrases.names([server.text])): "
                        + Phrases.names(items.map(\.username).sorted()),
                    consequence: "Docker's own helper uses whichever comes last",
                    remedy: "Log in once more, which leaves one: "
                        + "docker creds login \(server.text.withoutUserInformation.shellQuoted)",
                    fix: removal.map { DiagnosticFix(subject, .keyringItems($0)) }
                )
            }
    }
}
