import AgeEncryption
package import HelperProtocol
import SystemPackage
import SystemSupport

/// Replacing the keys of a store, whose content stays the same.
extension StoreFile {
    /// Creates a new identity, and encrypts the store to it and to the recipients file.
    ///
    /// There are three steps, each of which replaces one file as a whole, so that the store can be read after a crash
    /// at any moment. The new key is added to the identity file. The store is encrypted to the new key alone and read
    /// back. The old keys are removed. Other stores that use the same identity file cannot be read afterwards.
    ///
    /// - Parameter passphrase: The passphrase of the identity file; nil to ask for it if it is needed.
    /// - Returns: The new public key.
    /// - Throws: ``HelperError``; the store can then be read as before.
    package func rotateKey(passphrase: [UInt8]? = nil) throws(HelperError) -> String {
        try keys.requireIdentityFile()
        guard let file = try keys.readIdentityBytes() else { throw keys.missingIdentity() }
        let isProtected = AgeIdentityFile.isEncrypted(file)
        let secret = isProtected ? try passphraseForRotation(passphrase) : nil
        let old = try keys.plaintext(of: file, passphrase: secret)
        let new = AgeIdentity.generate()
        let lines = AgeIdentityFile.secretBytes(
            for: new,
            created: AgeTimestamp(secondsSince1970: CurrentProcess.secondsSince1970)
        )
        try replaceIdentity(with: lines + old, secret)
        try reencrypt(to: [new])
        try replaceIdentity(with: lines, secret)
        return new.recipient.description
    }

    private func passphraseForRotation(_ passphrase: [UInt8]?) throws(HelperError) -> [UInt8] {
        if let passphrase { return passphrase }
        return try keys.identityPassphrase()
    }

    private func replaceIdentity(with plaintext: [UInt8], _ passphrase: [UInt8]?) throws(HelperError) {
        let bytes = if let passphrase { try keys.seal(plaintext, with: passphrase) } else { plaintext }
        try keys.replaceIdentity { _ throws(HelperError) in bytes }
        keys.known.identities = try keys.parseIdentities(plaintext)
    }

    /// Decrypts the store with the current keys, and encrypts it to these identities and the recipients file.
    ///
    /// - Returns: Whether there is a store.
    @discardableResult
    func reencrypt(to identities: [AgeIdentity]? = nil) throws(HelperError) -> Bool {
        guard try read() != nil else { return false }
        do {
            let target = try keys.locations.store.resolvingFinalLinks()
            let lock = try FileLock(beside: target, deadline: .after(keys.timeout))
            guard let loaded = try load(try read()) else { return false }
            guard case .keys(let present, let identityFile, let plugins) = loaded.cipher else {
                throw HelperError(.unsupported, "\(keys.locations.store) is not encrypted to keys")
            }
            let cipher = StoreCipher.keys(identities ?? present, identityFile: identityFile, plugins: plugins)
            let document = loaded.document.bytes
            let sealed = try cipher.seal(document, further: try keys.furtherRecipients(), at: keys.locations.store)
            // Read back before the old store is replaced.
            guard try cipher.open(try keys.parse(sealed), at: keys.locations.store) == document else {
                throw HelperError(.failed, "cannot encrypt \(keys.locations.store): it cannot be read back")
            }
            try AtomicFile(target).replace(
                with: sealed,
                limit: Self.sizeLimit,
                expecting: .unchanged(loaded.status),
                holding: lock
            )
            return true
        } catch let error as SystemError {
            throw HelperError(error)
        } catch {
            throw error as? HelperError ?? HelperError(.failed, "cannot change \(keys.locations.store)")
        }
    }
}
