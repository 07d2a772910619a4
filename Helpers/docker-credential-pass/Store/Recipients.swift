import HelperProtocol
import PasswordStoreFormat
import SystemPackage
import SystemSupport

/// The keys that an entry is encrypted to, and what says so.
struct Recipients {
    let keys: [String]
    /// A file or a variable, for messages.
    let origin: String

    /// More than any `.gpg-id` has, and little enough to read by mistake.
    private static let sizeLimit = 1 << 20

    /// Finds the keys as pass does: `PASSWORD_STORE_KEY`, else the nearest `.gpg-id` from `directory` upwards.
    ///
    /// - Parameters:
    ///   - directory: Where the entry is, which need not be there yet.
    ///   - settings: Where the store begins, and who must have signed the file.
    ///   - gpg: What checks the signature.
    /// - Returns: At least one key.
    /// - Throws: ``HelperError`` if nothing names a key, or nobody trustworthy does.
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
                "\(path) names no key to encrypt to",
                advice: ["Run: gpg --list-secret-keys, and then: pass init KEY"]
            )
        }
        return Recipients(keys: keys, origin: path.string)
    }

    /// With `PASSWORD_STORE_SIGNING_KEY` set nothing is encrypted to a key that somebody else put into the file.
    private static func checkSignature(of path: FilePath, _ settings: PassSettings, _ gpg: Gpg) throws(HelperError) {
        guard !settings.signingKeys.isEmpty else { return }
        let signature = FilePath("\(path).sig")
        guard (try? FileStatus(of: signature)) != nil else {
            throw HelperError(
                .denied,
                "\(path) is not signed, and PASSWORD_STORE_SIGNING_KEY is set",
                advice: ["Sign it by running pass init again with the keys that are in it."]
            )
        }
        let signers = try gpg.signers(of: path, signature: signature)
        guard settings.signingKeys.contains(where: signers.contains) else {
            throw HelperError(
                .denied,
                "the signature of \(path) is not valid, or not by a key in PASSWORD_STORE_SIGNING_KEY",
                advice: [
                    "See who signed it: gpg --verify \(signature.string.shellQuoted) \(path.string.shellQuoted)",
                    "PASSWORD_STORE_SIGNING_KEY takes whole fingerprints, in capital letters.",
                ]
            )
        }
    }
}
