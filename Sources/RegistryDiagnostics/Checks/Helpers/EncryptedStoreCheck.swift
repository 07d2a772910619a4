internal import SystemSupport

/// C26: the key of docker-credential-file: whether it opens the store, and whether its place keeps it apart from copies
/// of the store.
package struct EncryptedStoreCheck: DiagnosticCheck {
    package static let identifier = "C26"
    package static let title = "the key of the encrypted file"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        guard let store = machine.encryptedStore else { return [] }
        return [fault(of: store)].compactMap(\.self) + places(of: store)
    }

    private func fault(of store: EncryptedStoreFacts) -> DiagnosticFinding? {
        guard let fault = store.fault else { return nil }
        guard !fault.isLocked else {
            return finding(
                fault.message,
                .note,
                file: store.keyFile,
                consequence: "docker asks for the passphrase, and fails where \(Diagnosis.Phrase.noTerminal)",
                remedy: "Run: docker creds unlock --for 8h"
            )
        }
        return finding(
            fault.message,
            file: store.keyFile ?? (store.store.isEmpty ? nil : store.store),
            consequence: "docker fails for the registries of docker-credential-file, even for public images",
            remedy: fault.advice?.escapedForDisplay
        )
    }

    private func places(of store: EncryptedStoreFacts) -> [DiagnosticFinding] {
        let move =
            "Move it, and name it in DOCKER_CREDENTIAL_FILE_IDENTITY or the settings file, or run: docker creds key protect"
        if let synchronizer = store.synchronizer {
            return [
                finding(
                    "the key is in a directory of \(synchronizer.name): \(synchronizer.directory)",
                    file: store.keyFile,
                    consequence: "copies of the key are on other machines, and in their backups",
                    remedy: move
                )
            ]
        }
        guard store.isBesideStore else { return [] }
        return [
            finding(
                "the key is in the directory of the store that it opens",
                .note,
                file: store.keyFile,
                consequence: "a copy of that directory is enough to read every login in it",
                remedy: move
            )
        ]
    }
}
