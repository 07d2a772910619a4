import AgeEncryption
package import HelperProtocol
import SystemPackage
import SystemSupport

/// Changing the passphrase of the identity file, without a change of the store.
extension StoreKeys {
    /// Protects the identity file by a new passphrase.
    ///
    /// The file then has the format of `age -p`, so `age -d -i` decrypts the store with it too.
    ///
    /// - Parameters:
    ///   - new: The passphrase.
    ///   - old: The current passphrase; nil to ask for it if it is needed.
    /// - Throws: ``HelperError``; the file is then unchanged.
    package func protect(with new: [UInt8], old: [UInt8]? = nil) throws(HelperError) {
        guard !new.isEmpty else { throw HelperError(.denied, "the passphrase is empty") }
        try replaceIdentity { file throws(HelperError) in
            let plaintext = try plaintext(of: file, passphrase: old)
            return try seal(plaintext, with: new)
        }
    }

    /// Removes the passphrase of the identity file.
    ///
    /// - Parameter passphrase: The current passphrase; nil to ask for it.
    /// - Throws: ``HelperError``, also if the file has none; the file is then unchanged.
    package func unprotect(passphrase: [UInt8]? = nil) throws(HelperError) {
        _ = try protectedIdentity()
        try replaceIdentity { file throws(HelperError) in try plaintext(of: file, passphrase: passphrase) }
    }

    /// Encrypts an identity with a passphrase and reads it back.
    func seal(_ identity: [UInt8], with passphrase: [UInt8]) throws(HelperError) -> [UInt8] {
        do {
            let sealed = try AgeFile.encrypt(identity, to: .passphrase(passphrase, limit: workLimit))
            guard try AgeFile.decrypt(sealed, with: .passphrase(passphrase, limit: workLimit)) == identity else {
                throw AgeError(.malformedPayload, "it cannot be read back")
            }
            return sealed
        } catch {
            throw HelperError(.failed, "cannot encrypt \(locations.identity): \(error)")
        }
    }

    /// Returns the keys in an identity file, and checks that they are keys.
    func plaintext(of file: [UInt8], passphrase: [UInt8]?) throws(HelperError) -> [UInt8] {
        var plaintext = file
        if AgeIdentityFile.isEncrypted(file) {
            let known = if let passphrase { passphrase } else { try identityPassphrase() }
            plaintext = try decryptIdentity(file, with: known)
        }
        _ = try parseIdentities(plaintext)
        return plaintext
    }

    /// Replaces the identity file by the result of `change`, under the lock.
    func replaceIdentity(_ change: ([UInt8]) throws(HelperError) -> [UInt8]) throws(HelperError) {
        try requireIdentityFile()
        // Everything that may prompt or take long comes before the lock.
        guard let old = try readIdentityBytes() else { throw missingIdentity() }
        let new = try change(old)
        do throws(SystemError) {
            let target = try locations.identity.resolvingFinalLinks()
            let lock = try FileLock(beside: target, deadline: .after(timeout))
            guard let present = try RegularFile.readIfPresent(target, limit: Self.sizeLimit), present.bytes == old
            else {
                throw SystemError(.changedMeanwhile, "replace", target, because: "another program has changed it")
            }
            try AtomicFile(target).replace(with: new, expecting: .unchanged(present.status), holding: lock)
        } catch {
            throw HelperError(error, pathVariable: StoreLocations.identityVariable)
        }
        // The kernel's keyring may still have the keys of the old file.
        if AgeIdentityFile.isEncrypted(old) { KernelKeyring.remove(Self.keyName(of: old)) }
        known.identities = nil
    }

    /// Throws if the key is not in a file that belongs to this user.
    func requireIdentityFile() throws(HelperError) {
        guard !locations.isPlain else {
            throw HelperError(.unsupported, "\(locations.store) is in plain text and has no key")
        }
        guard locations.identityCommand == nil, !locations.isIdentityProvided else {
            throw HelperError(
                .unsupported,
                "the key comes from \(locations.identity) and not from a file that can be changed",
                advice: ["Change it at its source"]
            )
        }
    }
}
