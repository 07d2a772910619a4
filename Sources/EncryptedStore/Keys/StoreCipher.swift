import AgeEncryption
package import HelperProtocol
package import SystemPackage
import SystemSupport

/// Encrypts and decrypts the document of a store with age, or leaves it in plain text.
enum StoreCipher {
    /// The document is stored in plain text.
    case none
    /// The store is encrypted to the keys of an identity file.
    case keys([AgeIdentity], identityFile: FilePath, plugins: any AgePluginClient)
    /// The store is protected by a passphrase; files that require more work than the limit are rejected.
    case passphrase([UInt8], limit: ScryptLimit)

    /// Returns the document in the store at `path`.
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

    /// Returns the bytes of a store with this document, which the keys of `further` can decrypt too.
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
        default:
            HelperError(decrypting: path, error, damageAdvice: HelperError.damagedStoreAdvice)
        }
    }
}

extension HelperError {
    /// The error for a store that cannot be read, and was not changed.
    package static func damagedStore(_ path: FilePath, _ reason: String) -> HelperError {
        HelperError(.damaged, .damaged(path, because: reason, advice: damagedStoreAdvice))
    }

    fileprivate static let damagedStoreAdvice = [
        "Restore it from a backup, or move it away and log in again. The file was not changed"
    ]

    /// Creates the error for a store or an identity file that cannot be decrypted.
    init(decrypting path: FilePath, _ error: AgeError, damageAdvice: [String]) {
        let failure = "cannot decrypt \(path): \(error.message)"
        switch error.code {
        case .wrongPassphrase: self.init(.denied, .wrongPassphrase(for: path))
        case .workFactorTooHigh:
            self.init(
                .timedOut,
                failure,
                advice: [Diagnosis.allowMoreTime(), "Or encrypt the file again with a lower work factor"]
            )
        case .notEnoughMemory:
            self.init(.failed, failure, advice: ["Free some memory, or raise the memory limit"])
        default: self.init(.damaged, .damaged(path, because: error.message, advice: damageAdvice))
        }
    }
}
