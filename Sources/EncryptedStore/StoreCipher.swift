import AgeEncryption
import HelperProtocol
import SystemPackage

/// What lies between the bytes on disk and the document in them: nothing, or age.
enum StoreCipher {
    /// The document is kept in clear.
    case none
    /// The store is encrypted to the keys of an identity file.
    case keys([AgeIdentity], identityFile: FilePath)
    /// The store is protected by a passphrase.
    case passphrase([UInt8])

    /// The document in the store at `path`.
    func open(_ file: AgeFile, at path: FilePath) throws(HelperError) -> [UInt8] {
        do {
            return switch self {
            case .none: []
            case .keys(let identities, _): try file.decrypted(with: .identities(identities))
            case .passphrase(let passphrase): try file.decrypted(with: .passphrase(passphrase))
            }
        } catch {
            throw explain(error, at: path)
        }
    }

    /// The bytes of a store with this document in it, which the owners of `further` can open too.
    func seal(
        _ document: [UInt8],
        further: [AgeRecipient],
        at path: FilePath
    ) throws(HelperError) -> [UInt8] {
        if case .passphrase = self, !further.isEmpty {
            throw HelperError(
                .unsupported,
                "\(path) is protected by a passphrase, and such a store has no further recipients",
                advice: ["Unset \(FileHelperLocations.recipientsVariable)."]
            )
        }
        do {
            return switch self {
            case .none: document
            case .keys(let identities, _):
                try AgeFile.encrypt(document, to: .keys(identities.map(\.recipient) + further))
            case .passphrase(let passphrase):
                try AgeFile.encrypt(document, to: .passphrase(passphrase))
            }
        } catch {
            throw HelperError(.failed, "cannot encrypt \(path): \(error.message)")
        }
    }

    private func explain(_ error: AgeError, at path: FilePath) -> HelperError {
        switch (error.code, self) {
        case (.noMatchingIdentity, .keys(_, let identityFile)):
            HelperError(
                .denied,
                "\(path) is not encrypted to any key in \(identityFile)",
                advice: [
                    "Set \(FileHelperLocations.identityVariable) to the key file that belongs to the store, or move "
                        + "the store away and log in again."
                ]
            )
        case (.wrongPassphrase, _):
            HelperError(.denied, "the passphrase does not open \(path)")
        default:
            .damagedStore(path, error.message)
        }
    }
}

extension HelperError {
    /// A store that is not what it should be.
    ///
    /// It is left as it is.
    static func damagedStore(_ path: FilePath, _ reason: String) -> HelperError {
        HelperError(
            .damaged,
            "\(path) is damaged: \(reason)",
            advice: ["The file is left as it is. Restore it from a backup, or move it away and log in again."]
        )
    }
}
