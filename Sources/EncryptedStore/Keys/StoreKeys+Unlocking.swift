import AgeEncryption
package import HelperProtocol
import SystemPackage
import SystemSupport

/// An identity file that a passphrase protects, and the kernel's keyring, which keeps it unlocked for a while.
///
/// The keyring stores the identity but not the passphrase, under a name with the fingerprint of the file. A changed
/// file has another name, so the old identity is not used.
extension StoreKeys {
    /// Returns the keys in an identity file that a passphrase protects: from the keyring, or after a prompt.
    func unlockedIdentity(_ file: [UInt8]) throws(HelperError) -> [UInt8] {
        if let kept = KernelKeyring.read(Self.keyName(of: file)) {
            diagnostics.trace("the identity is unlocked in the kernel's keyring")
            return kept
        }
        let identity = try decryptIdentity(file, with: try identityPassphrase())
        // A passphrase from a file is available in the next call too.
        if locations.passphrase == nil, unlockDuration > .zero {
            do throws(SystemError) {
                try KernelKeyring.add(identity, as: Self.keyName(of: file), for: unlockDuration)
            } catch {
                diagnostics.note("the next call asks for the passphrase again: \(error)")
            }
        }
        return identity
    }

    /// Decrypts the identity file once and keeps the identity in the kernel's keyring.
    ///
    /// - Parameters:
    ///   - duration: The time until it is locked again; nil for that of the settings.
    ///   - passphrase: The passphrase; nil to ask for it.
    /// - Returns: How long the identity stays unlocked.
    /// - Throws: ``HelperError`` if the identity is not protected by a passphrase, if the passphrase is wrong, or where
    ///   the kernel has no keyring for this process.
    @discardableResult
    package func unlock(for duration: Duration? = nil, passphrase: [UInt8]? = nil) throws(HelperError) -> Duration {
        let duration = duration ?? (unlockDuration > .zero ? unlockDuration : StoreSettings.defaultUnlockDuration)
        let file = try protectedIdentity()
        let known = if let passphrase { passphrase } else { try identityPassphrase() }
        let identity = try decryptIdentity(file, with: known)
        _ = try parseIdentities(identity)
        do throws(SystemError) {
            try KernelKeyring.add(identity, as: Self.keyName(of: file), for: duration)
        } catch {
            throw HelperError(
                .unavailable,
                "cannot keep \(locations.identity) unlocked: \(error)",
                advice: [
                    "Containers and sandboxes often forbid the kernel's keyring; each call then asks for the passphrase"
                ]
            )
        }
        return duration
    }

    /// Removes the identity from the kernel's keyring.
    ///
    /// - Returns: Whether it was unlocked.
    @discardableResult
    package func lock() throws(HelperError) -> Bool {
        guard let file = try readIdentityBytes(), AgeIdentityFile.isEncrypted(file) else { return false }
        return KernelKeyring.remove(Self.keyName(of: file))
    }

    /// Whether the kernel's keyring has the identity.
    func isUnlocked(_ file: [UInt8]) -> Bool { KernelKeyring.read(Self.keyName(of: file)) != nil }

    static func keyName(of file: [UInt8]) -> String {
        "docker-credential-file:\(AgeIdentityFile.fingerprint(of: file))"
    }

    /// Returns the identity file; throws if it is not protected by a passphrase.
    func protectedIdentity() throws(HelperError) -> [UInt8] {
        guard let file = try readIdentityBytes() else { throw missingIdentity() }
        guard AgeIdentityFile.isEncrypted(file) else {
            throw HelperError(.failed, "\(locations.identity) is not protected by a passphrase")
        }
        return file
    }

    func decryptIdentity(_ file: [UInt8], with passphrase: [UInt8]) throws(HelperError) -> [UInt8] {
        do {
            return try AgeFile.decrypt(file, with: .passphrase(passphrase, limit: workLimit))
        } catch {
            throw HelperError(decrypting: locations.identity, error, damageAdvice: ["Restore it from a backup"])
        }
    }

    /// Returns the passphrase of the identity file.
    func identityPassphrase() throws(HelperError) -> [UInt8] {
        if locations.passphrase != nil { return try readPassphrase() }
        do throws(SystemError) {
            return try promptForPassphrase("Passphrase for \(locations.identity): ")
        } catch {
            guard error.code != .timedOut else {
                let locked = Diagnosis.locked("\(locations.identity)", unlockedBy: "docker creds unlock")
                throw HelperError(.timedOut, "\(locked.message): \(error); run `docker creds unlock`")
            }
            throw HelperError(
                .locked,
                .lockedWithoutTerminal("\(locations.identity)", unlockedBy: "docker creds unlock")
            )
        }
    }
}
