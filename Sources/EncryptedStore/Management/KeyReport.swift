import AgeEncryption
package import HelperProtocol
package import SystemPackage
import SystemSupport

/// The keys of a store, without a secret.
package struct KeyReport: Sendable, Equatable {
    /// The source of the key.
    package enum Source: Sendable, Equatable {
        /// The store is in plain text.
        case none
        /// An identity file.
        case file(FilePath)
        /// A file that systemd provides.
        case systemd(FilePath)
        /// The standard output of a program.
        case command(FilePath)
        /// A passphrase of the store itself.
        case passphrase
    }

    /// The store.
    package let store: FilePath
    /// Whether the store exists.
    package let storeExists: Bool
    /// The source of the key.
    package let source: Source
    /// Whether there is a key yet; the first login creates one.
    package let keyExists: Bool
    /// Whether a passphrase protects the key.
    package let isProtected: Bool
    /// Whether the kernel's keyring has the key, so that no passphrase is needed; true for a key without one.
    package let isUnlocked: Bool
    /// The public keys of the identity; empty while it is locked.
    package let recipients: [String]
    /// The public keys that the store is encrypted to as well.
    package let furtherRecipients: [String]
}

extension StoreFile {
    /// The keys of the store, without a prompt.
    ///
    /// - Throws: ``HelperError`` if a file cannot be read or is not safe to use.
    package func keyReport() throws(HelperError) -> KeyReport {
        let locations = keys.locations
        let store = try read()
        let isPassphraseStore = try store.map { file throws(HelperError) in try keys.isProtectedByPassphrase(file.bytes)
        }
        let identity =
            locations.isPlain || isPassphraseStore == true || locations.identityCommand != nil
            ? nil : try keys.readIdentityBytes()
        let isProtected = identity.map(AgeIdentityFile.isEncrypted) ?? false
        let isUnlocked = identity.map { !isProtected || keys.isUnlocked($0) } ?? true
        var recipients: [AgeRecipient] = []
        if identity != nil, isUnlocked { recipients = try keys.readIdentities()?.map(\.recipient) ?? [] }
        let source: KeyReport.Source =
            locations.isPlain
            ? .none
            : isPassphraseStore == true
                ? .passphrase
                : locations.identityCommand.map { .command($0.program) }
                    ?? (locations.isIdentityProvided ? .systemd(locations.identity) : .file(locations.identity))
        return KeyReport(
            store: locations.store,
            storeExists: store != nil,
            source: source,
            keyExists: identity != nil || locations.identityCommand != nil,
            isProtected: isProtected,
            isUnlocked: isUnlocked,
            recipients: recipients.map(\.description),
            furtherRecipients: try keys.furtherRecipients().map(\.description)
        )
    }
}
