import AgeEncryption
package import HelperProtocol
package import SystemPackage
import SystemSupport

/// The step between the bytes on disk and the document in them: none, or age.
enum StoreCipher {
    /// The document is stored in plain text.
    case none
    /// The store is encrypted to the keys of an identity file.
    case keys([AgeIdentity], identityFile: FilePath, plugins: any AgePluginClient)
    /// The store is protected by a passphrase, for which no more work is done than the limit allows.
    case passphrase([UInt8], limit: ScryptLimit)

    /// The document in the store at `path`.
    func open(_ file: AgeFile, at path: FilePath) throws(HelperError) -> [UInt8] {
        do {
            return switch self {
            case .none: []
            case .keys(let identities, _, let plugins):
                try file.decrypted(with: .identities(identities, plugins: plugins))
            case .passphrase(let passphrase, let limit):
                try file.decrypted(with: .passphrase(passphrase, limit: limit))
            }
        } catch {
            throw explain(error, at: path)
        }
    }

    /// The bytes of a store with this document in it, which the owners of `further` can decrypt too.
    func seal(
        _ document: [UInt8],
        further: [AgeRecipient],
        at path: FilePath
    ) throws(HelperError) -> [UInt8] {
        if case .passphrase = self, !further.isEmpty {
            throw HelperError(
                .unsupported,
                "\(path) is protected by a passphrase, and such a store cannot have further recipients",
                advice: ["Unset \(StoreLocations.recipientsVariable)"]
            )
        }
        do {
            return switch self {
            case .none: document
            case .keys(let identities, _, let plugins):
                try AgeFile.encrypt(document, to: .keys(identities.map(\.recipient) + further, plugins: plugins))
            case .passphrase(let passphrase, let limit):
                try AgeFile.encrypt(document, to: .passphrase(passphrase, limit: limit))
            }
        } catch {
            if case .passphrase = self { throw explain(error, at: path) }
            if error.code == .pluginFailed { throw Self.pluginFailed("encrypt", path, error) }
            throw HelperError(.failed, "cannot encrypt \(path): \(error.message)")
        }
    }

    private static func pluginFailed(_ task: String, _ path: FilePath, _ error: AgeError) -> HelperError {
        HelperError(
            .unavailable,
            "cannot \(task) \(path): \(error.message)",
            advice: ["Check that the plugin works: age -d -i IDENTITY \(path.shellQuoted)"]
        )
    }

    private func explain(_ error: AgeError, at path: FilePath) -> HelperError {
        switch (error.code, self) {
        case (.noMatchingIdentity, .keys(_, let identityFile, _)):
            HelperError(
                .denied,
                "no key in \(identityFile) can decrypt \(path)",
                advice: [
                    "Name the key file that belongs to the store in \(StoreLocations.identityVariable)",
                    "To start over, move the store away and log in again",
                ]
            )
        case (.pluginFailed, _):
            Self.pluginFailed("decrypt", path, error)
        case (.wrongPassphrase, _):
            HelperError(
                .denied,
                "the passphrase does not decrypt \(path)",
                advice: ["Check the passphrase and try again"]
            )
        case (.workFactorTooHigh, _):
            HelperError(
                .timedOut,
                "cannot decrypt \(path): \(error.message)",
                advice: [
                    "Set DOCKER_CREDENTIAL_TIMEOUT to more seconds, or encrypt the store again with a lower factor"
                ]
            )
        case (.notEnoughMemory, _):
            HelperError(
                .failed,
                "cannot decrypt \(path): \(error.message)",
                advice: ["Free some memory or raise the memory limit, then try again. The store was not changed"]
            )
        default:
            .damagedStore(path, error.message)
        }
    }
}

extension HelperError {
    /// A store that cannot be read, and is not touched.
    package static func damagedStore(_ path: FilePath, _ reason: String) -> HelperError {
        HelperError(
            .damaged,
            "\(path) is damaged: \(reason)",
            advice: [
                "Restore it from a backup, or move it away and log in again. The file is left as it is"
            ]
        )
    }
}
