import HelperProtocol
import PasswordStoreFormat
import SystemPackage
import SystemSupport

/// The keys that an entry is encrypted to, and where they are configured.
struct Recipients {
    let keys: [String]
    /// The file or the variable with the keys, for messages.
    let origin: String

    /// The size limit in bytes: larger than any `.gpg-id`, and small enough to read by mistake.
    private static let sizeLimit = 1 << 20

    /// Finds the keys as pass does: `PASSWORD_STORE_KEY`, else the nearest `.gpg-id` from `directory` upwards.
    ///
    /// - Parameters:
    ///   - directory: The entry's directory, which need not exist.
    ///   - settings: The store's directory and the keys that must have signed the file.
    ///   - gpg: Verifies the signature.
    /// - Returns: At least one key.
    /// - Throws: ``HelperError`` if no key is configured or the file is not signed as it must be.
    static func find(for directory: FilePath, _ settings: PassSettings, _ gpg: Gpg) throws(HelperError) -> Recipients {
        guard settings.keys.isEmpty else { return Recipients(keys: settings.keys, origin: "PASSWORD_STORE_KEY") }
        var current = directory
        while true {
            let path = current.appending(".gpg-id")
            if let status = try? FileStatus(of: path), status.kind == .regular {
                return try read(path, settings, gpg)
            }
            guard current != settings.store, current.starts(with: settings.store) else {
                throw .missingGpgId(settings.store)
            }
            current.removeLastComponent()
        }
    }

    private static func read(_ path: FilePath, _ settings: PassSettings, _ gpg: Gpg) throws(HelperError) -> Recipients {
        let bytes: [UInt8]
        do {
            bytes = try RegularFile.read(path, limit: sizeLimit).bytes
        } catch {
            throw HelperError(error)
        }
        try checkSignature(of: path, settings, gpg)
        let keys = GpgIdFile(parsing: bytes).keys
        guard !keys.isEmpty else {
            throw HelperError(
                .unavailable,
                "\(path.escapedForDisplay) names no key to encrypt to",
                advice: ["Find a key with gpg --list-secret-keys, then run: pass init KEY"]
            )
        }
        return Recipients(keys: keys, origin: path.escapedForDisplay)
    }

    /// Verifies the file's signature if `PASSWORD_STORE_SIGNING_KEY` is set, so that nobody else can add a key.
    private static func checkSignature(of path: FilePath, _ settings: PassSettings, _ gpg: Gpg) throws(HelperError) {
        guard !settings.signingKeys.isEmpty else { return }
        let signature = path.removingLastComponent().appending(".gpg-id.sig")
        guard (try? FileStatus(of: signature)) != nil else {
            throw HelperError(
                .denied,
                "\(path.escapedForDisplay) is not signed, and PASSWORD_STORE_SIGNING_KEY is set",
                advice: ["Sign it: run pass init again with the keys in the file"]
            )
        }
        let signers = try gpg.signers(of: path, signature: signature)
        guard settings.signingKeys.contains(where: signers.contains) else {
            throw HelperError(
                .denied,
                "the signature of \(path.escapedForDisplay) is not valid, or not by a key in PASSWORD_STORE_SIGNING_KEY",
                advice: [
                    "See which key signed it: gpg --verify \(signature.shellQuoted) \(path.shellQuoted)",
                    "Set PASSWORD_STORE_SIGNING_KEY to full fingerprints in capital letters",
                ]
            )
        }
    }
}
