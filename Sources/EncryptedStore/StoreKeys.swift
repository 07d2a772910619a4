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
    private let memory = PassphraseMemory()

    init(locations: FileHelperLocations, rules: AccessRules, timeout: Duration, diagnostics: HelperDiagnostics) {
        self.locations = locations
        self.rules = rules
        self.timeout = timeout
        self.diagnostics = diagnostics
    }

    /// More than any key file has, and little enough to read by mistake.
    private static let sizeLimit = 1 << 20

    /// The document in a store that is there, and the cipher that opened it.
    ///
    /// - Parameter store: The bytes of the store, whose header tells keys from passphrases.
    /// - Returns: The document, and what a changed one is to be sealed with.
    /// - Throws: ``HelperError`` if there is no key, or if others have access to it, or if it does not open the store.
    func open(_ store: [UInt8]) throws(HelperError) -> (document: [UInt8], cipher: StoreCipher) {
        guard !locations.isPlain else { return (store, .none) }
        let file = try parse(store)
        let cipher = try cipher(of: file)
        return (try cipher.open(file, at: locations.store), cipher)
    }

    private func cipher(of file: AgeFile) throws(HelperError) -> StoreCipher {
        if file.header.isPassphraseProtected { return .passphrase(try readPassphrase()) }
        guard let identities = try readIdentities() else { throw missingIdentity() }
        return .keys(identities, identityFile: locations.identity)
    }

    /// The cipher of the first store, whose key is made if there is none yet.
    func cipherForNewStore() throws(HelperError) -> StoreCipher {
        if locations.isPlain {
            diagnostics.note("the credentials are kept in clear in \(locations.store), as its name asks for")
            return .none
        }
        if locations.passphrase != nil { return .passphrase(try readPassphrase()) }
        let identities = if let found = try readIdentities() { found } else { try makeIdentity() }
        return .keys(identities, identityFile: locations.identity)
    }

    /// Reads all keys that a change will need, and asks for a passphrase, before the lock is taken and before anything
    /// is created.
    ///
    /// - Parameter store: The bytes of the store; nil if there is none yet.
    /// - Throws: ``HelperError`` if a key is missing or not safe to use, or if nobody answers.
    func preflight(_ store: [UInt8]?) throws(HelperError) {
        guard !locations.isPlain else { return }
        _ = try furtherRecipients()
        if let store {
            _ = try cipher(of: try parse(store))
        } else if locations.passphrase != nil {
            _ = try readPassphrase()
        } else {
            _ = try readIdentities()
        }
    }

    private func parse(_ store: [UInt8]) throws(HelperError) -> AgeFile {
        do {
            return try AgeFile(parsing: store)
        } catch {
            throw .damagedStore(locations.store, error.message)
        }
    }

    // MARK: Identities

    /// The keys of the identity file; nil if there is no such file.
    private func readIdentities() throws(HelperError) -> [AgeIdentity]? {
        let origin: AccessRules.Origin = locations.isIdentityProvided ? .systemd : .userOrRoot
        guard let bytes = try read(locations.identity, from: origin) else { return nil }
        if !locations.isIdentityProvided {
            try rules.checkDirectory(at: locations.identity.parentDirectory, isOurs: locations.ownsIdentityDirectory)
        }
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

    /// Whom else a store is encrypted to.
    ///
    /// They need not be there to read one.
    func furtherRecipients() throws(HelperError) -> [AgeRecipient] {
        guard !locations.isPlain, let path = locations.recipients else { return [] }
        do {
            let file = try RegularFile.read(path, limit: Self.sizeLimit)
            try rules.checkPublicFile(file.status, at: path)
            return try AgeRecipientFile(parsing: file.bytes).recipients
        } catch let error as HelperError {
            throw error
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
            let lockPath = path.parentDirectory.appending("\(path.lastComponent?.string ?? "").lock")
            let lock = try FileLock(at: lockPath, deadline: .after(timeout))
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
        if let known = memory.passphrase { return known }
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
        memory.passphrase = passphrase
        return passphrase
    }

    private func askForPassphrase() throws(HelperError) -> [UInt8] {
        do {
            return try Terminal.readPassphrase(
                prompt: "Passphrase for \(locations.store): ",
                deadline: .after(timeout)
            )
        } catch  where error.code == .timedOut {
            throw HelperError(.timedOut, "\(locations.store) is protected by a passphrase: \(error)")
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

/// The passphrase once it is known, so that one call asks for it once, and not while it holds the lock.
private final class PassphraseMemory {
    var passphrase: [UInt8]?
}
