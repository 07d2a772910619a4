import AgeEncryption
import HelperProtocol
import SystemPackage
import SystemSupport

/// Finds what opens and closes a store: an identity file, a passphrase, or nothing for a store in clear.
struct StoreKeys {
    let locations: FileHelperLocations
    let rules: AccessRules
    let timeout: Duration
    let diagnostics: HelperDiagnostics

    /// More than any key file has, and little enough to read by mistake.
    private static let sizeLimit = 1 << 20

    /// The document in a store that is there, and the cipher that opened it.
    ///
    /// - Parameter store: The bytes of the store, whose header tells keys from passphrases.
    /// - Returns: The document, and what a changed one is to be sealed with.
    /// - Throws: ``HelperError`` if there is no key, or if others have access to it, or if it does not open the store.
    func open(_ store: [UInt8]) throws(HelperError) -> (document: [UInt8], cipher: StoreCipher) {
        guard !locations.isPlain else { return (store, .none) }
        let file: AgeFile
        do {
            file = try AgeFile(parsing: store)
        } catch {
            throw .damagedStore(locations.store, error.message)
        }
        let cipher = try cipher(of: file)
        return (try cipher.open(file, at: locations.store), cipher)
    }

    private func cipher(of file: AgeFile) throws(HelperError) -> StoreCipher {
        if file.header.isPassphraseProtected { return .passphrase(try readPassphrase()) }
        guard let identities = try readIdentities() else { throw missingIdentity() }
        return try keys(identities)
    }

    /// The cipher of the first store, whose key is made if there is none yet.
    func cipherForNewStore() throws(HelperError) -> StoreCipher {
        if locations.isPlain {
            diagnostics.note("the credentials are kept in clear in \(locations.store), as its name asks for")
            return .none
        }
        if locations.passphrase != nil { return .passphrase(try readPassphrase()) }
        if let identities = try readIdentities() { return try keys(identities) }
        return try keys(try makeIdentity())
    }

    /// Checks who has access to the key files that are there, before anything is created or waited for.
    func preflight() throws(HelperError) {
        guard !locations.isPlain else { return }
        if let passphrase = locations.passphrase { _ = try read(passphrase, from: .userOrRoot) }
        _ = try readIdentities()
    }

    // MARK: Identities

    private func keys(_ identities: [AgeIdentity]) throws(HelperError) -> StoreCipher {
        .keys(identities, further: try readRecipients(), identityFile: locations.identity)
    }

    /// The keys of the identity file; nil if there is no such file.
    private func readIdentities() throws(HelperError) -> [AgeIdentity]? {
        let origin: AccessRules.Origin = locations.isIdentityProvided ? .systemd : .userOrRoot
        guard let bytes = try read(locations.identity, from: origin) else { return nil }
        do {
            return try AgeIdentityFile(parsing: bytes).identities
        } catch {
            throw HelperError(
                .damaged,
                "\(locations.identity) is not an age identity file: \(error.message)",
                advice: ["Restore it from a backup. It is what `age-keygen` writes."]
            )
        }
    }

    private func readRecipients() throws(HelperError) -> [AgeRecipient] {
        guard let path = locations.recipients else { return [] }
        do {
            return try AgeRecipientFile(parsing: try RegularFile.read(path, limit: Self.sizeLimit).bytes).recipients
        } catch let error as AgeError {
            throw HelperError(.damaged, "\(path) is not a file of age recipients: \(error.message)")
        } catch let error as SystemError {
            throw HelperError(error, advice: ["It is named by \(FileHelperLocations.recipientsVariable)."])
        } catch {
            throw HelperError(.failed, "cannot read \(path)")
        }
    }

    private func makeIdentity() throws(HelperError) -> [AgeIdentity] {
        let identity = AgeIdentity.generate()
        let path = locations.identity
        do {
            try AtomicFile.makeDirectories(path.parentDirectory)
            // Two stores may share one key, and their locks do not keep each other out.
            let lock = try FileLock(at: FilePath("\(path).lock"), deadline: .after(timeout))
            let bytes = AgeIdentityFile.secretBytes(
                for: identity,
                created: AgeTimestamp(secondsSince1970: CurrentProcess.secondsSince1970)
            )
            guard try AtomicFile(path).create(with: bytes, holding: lock) else {
                return try readIdentities() ?? [identity]
            }
        } catch let error as SystemError {
            throw HelperError(error)
        } catch {
            throw error as? HelperError ?? HelperError(.failed, "cannot create \(path)")
        }
        diagnostics.note(
            "created the key \(path); \(locations.store) is encrypted at rest with this key on this machine, which "
                + "protects copies of the store but not from someone who can read both files; back up the key"
        )
        return [identity]
    }

    private func missingIdentity() -> HelperError {
        HelperError(
            .unavailable,
            "cannot open \(locations.store): the key file \(locations.identity) is missing",
            advice: [
                "Restore the key file from a backup, or name it in \(FileHelperLocations.identityVariable).",
                "A new key would not open the store: to begin anew, move the store away and log in again.",
            ]
        )
    }

    // MARK: Passphrases

    private func readPassphrase() throws(HelperError) -> [UInt8] {
        let passphrase: [UInt8]
        if let path = locations.passphrase {
            guard let bytes = try read(path, from: .userOrRoot) else {
                throw HelperError(
                    .unavailable,
                    "the passphrase file \(path) is missing",
                    advice: ["It is named by \(FileHelperLocations.passphraseVariable)."]
                )
            }
            passphrase = Array(bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") })
        } else {
            passphrase = try askForPassphrase()
        }
        guard !passphrase.isEmpty else { throw HelperError(.denied, "the passphrase is empty") }
        return passphrase
    }

    private func askForPassphrase() throws(HelperError) -> [UInt8] {
        do {
            return try Terminal.readPassphrase(
                prompt: "Passphrase for \(locations.store): ",
                deadline: .after(timeout)
            )
        } catch  where error.code == .timedOut {
            throw HelperError(
                .timedOut,
                "timed out after \(timeout) while waiting for the passphrase of \(locations.store)"
            )
        } catch {
            throw HelperError(
                .locked,
                "\(locations.store) is protected by a passphrase, and there is no terminal to ask for it on",
                advice: ["Name a file that holds the passphrase in \(FileHelperLocations.passphraseVariable)."]
            )
        }
    }

    /// The bytes of a secret file; nil if it is not there.
    private func read(_ path: FilePath, from origin: AccessRules.Origin) throws(HelperError) -> [UInt8]? {
        let file: RegularFile?
        do {
            file = try RegularFile.readIfPresent(path, limit: Self.sizeLimit)
        } catch {
            throw HelperError(error)
        }
        if let file { try rules.checkFile(file.status, at: path, from: origin) }
        return file?.bytes
    }
}
