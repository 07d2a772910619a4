import AgeEncryption
package import HelperProtocol
import SystemPackage
package import SystemSupport

/// The keys of a store: an identity file, a passphrase, or nothing for a store in plain text.
package struct StoreKeys {
    /// The paths of the store and its keys.
    package let locations: StoreLocations
    let rules: AccessRules
    let timeout: Duration
    /// The time that an identity stays unlocked after a prompt; zero to keep it locked.
    let unlockDuration: Duration
    /// The variables of an identity command.
    let environment: ProcessEnvironment
    let diagnostics: HelperDiagnostics
    let known = KnownSecrets()

    /// Creates the keys of the store at these locations.
    ///
    /// - Parameters:
    ///   - locations: The paths of the store and its keys.
    ///   - rules: The access rules for them.
    ///   - timeout: The limit for a prompt, a lock and the work that a passphrase takes.
    ///   - unlockDuration: The time that an identity stays unlocked after a prompt; zero to keep it locked.
    ///   - environment: The variables of an identity command.
    ///   - diagnostics: Where the user is told that a key was created.
    package init(
        locations: StoreLocations,
        rules: AccessRules,
        timeout: Duration,
        unlockDuration: Duration = StoreSettings.defaultUnlockDuration,
        environment: ProcessEnvironment = .current,
        diagnostics: HelperDiagnostics
    ) {
        self.locations = locations
        self.rules = rules
        self.timeout = timeout
        self.unlockDuration = unlockDuration
        self.environment = environment
        self.diagnostics = diagnostics
    }

    /// The size limit of key files in bytes: larger than any key file, and small enough to read by mistake.
    static let sizeLimit = 1 << 20

    /// Decrypts a store.
    ///
    /// - Parameter store: The bytes of the store. The header shows whether it is encrypted to keys or with a
    ///   passphrase.
    /// - Returns: The document, and the cipher for a changed document.
    /// - Throws: ``HelperError`` if there is no key, if others have access to it, or if it does not decrypt the store.
    func open(_ store: [UInt8]) throws(HelperError) -> (document: [UInt8], cipher: StoreCipher) {
        guard !locations.isPlain else { return (store, .none) }
        let file = try parse(store)
        let cipher = try cipher(of: file)
        return (try cipher.open(file, at: locations.store), cipher)
    }

    private func cipher(of file: AgeFile) throws(HelperError) -> StoreCipher {
        if file.header.isPassphraseProtected { return .passphrase(try readPassphrase(), limit: workLimit) }
        guard let identities = try readIdentities() else { throw missingIdentity() }
        return .keys(identities, identityFile: locations.identity, plugins: plugins)
    }

    /// Returns the cipher of a new store, and creates its key if there is none yet.
    func cipherForNewStore() throws(HelperError) -> StoreCipher {
        if locations.isPlain {
            diagnostics.note("the name of \(locations.store) asks for it: credentials are stored there in plain text")
            return .none
        }
        if isPassphraseForStore() { return .passphrase(try readPassphrase(), limit: workLimit) }
        let identities = if let found = try readIdentities() { found } else { try makeIdentity() }
        return .keys(identities, identityFile: locations.identity, plugins: plugins)
    }

    /// Reads all keys that a change will need, and asks for a passphrase, before the lock is taken and before anything
    /// is created.
    ///
    /// - Parameter store: The bytes of the store; nil if there is none yet.
    /// - Throws: ``HelperError`` if a key is missing or not safe to use, or if a prompt is not answered.
    func prepare(for store: [UInt8]?) throws(HelperError) {
        guard !locations.isPlain else { return }
        _ = try furtherRecipients()
        if let store {
            _ = try cipher(of: try parse(store))
        } else if isPassphraseForStore() {
            _ = try readPassphrase()
        } else {
            _ = try readIdentities()
        }
    }

    /// Whether the passphrase protects a new store itself, and not an identity.
    private func isPassphraseForStore() -> Bool {
        guard locations.passphrase != nil else { return false }
        guard locations.identityCommand == nil else { return false }
        do throws(HelperError) {
            guard let identity = try readIdentityBytes() else { return true }
            return !AgeIdentityFile.isEncrypted(identity)
        } catch {
            // The passphrase is not for an identity that cannot be used.
            return true
        }
    }

    /// Whether a passphrase protects the store itself.
    func isProtectedByPassphrase(_ store: [UInt8]) throws(HelperError) -> Bool {
        guard !locations.isPlain else { return false }
        return try parse(store).header.isPassphraseProtected
    }

    func parse(_ store: [UInt8]) throws(HelperError) -> AgeFile {
        do {
            return try AgeFile(parsing: store)
        } catch {
            throw .damagedStore(locations.store, error.message)
        }
    }

    /// The limit for the work that a passphrase requires.
    var workLimit: ScryptLimit { ScryptLimit(time: timeout, memory: AvailableMemory.bytes) }

    // MARK: Files

    /// Returns the bytes of a key file or passphrase file; nil if it does not exist.
    func readKeyFile(_ path: FilePath, isProvided: Bool = false, isOurs: Bool = false) throws(HelperError) -> [UInt8]? {
        let trail = PathTrail(to: path)
        if isProvided {
            try rules.checkLinks(of: path, along: trail)
        } else {
            try rules.checkPlace(of: path, along: trail, isOurs: isOurs)
        }
        guard let file = try read(path) else { return nil }
        try rules.checkKeyFile(file.status, at: path, along: trail, isProvided: isProvided)
        return file.bytes
    }

    private func read(_ path: FilePath) throws(HelperError) -> RegularFile? {
        do {
            return try RegularFile.readIfPresent(path, limit: Self.sizeLimit)
        } catch {
            throw HelperError(error)
        }
    }

    /// Returns the keys of the recipients file.
    ///
    /// Reading a store does not need them.
    func furtherRecipients() throws(HelperError) -> [AgeRecipient] {
        guard !locations.isPlain, let path = locations.recipients else { return [] }
        try rules.checkPlace(of: path, along: PathTrail(to: path), isOurs: false)
        guard let file = try read(path) else {
            throw HelperError(
                .unavailable,
                .missingFile("recipients file", path, namedBy: StoreLocations.recipientsVariable)
            )
        }
        try rules.checkPublicFile(file.status, at: path)
        // Removing the last key leaves only comments, so an empty file has lost something.
        let lines = file.bytes.split(separator: UInt8(ascii: "\n"))
        if !lines.isEmpty, lines.allSatisfy({ $0.first == UInt8(ascii: "#") }) { return [] }
        do {
            return try AgeRecipientFile(parsing: file.bytes).recipients
        } catch {
            throw HelperError(
                .damaged,
                "\(path) is not a file of age recipients: \(error.message)",
                advice: ["Write one age1… key on each line. `age-keygen -y IDENTITY` prints that of an identity"]
            )
        }
    }

    // MARK: Passphrases

    /// Returns the passphrase.
    ///
    /// A call prompts at most once, and not while it holds the lock.
    func readPassphrase() throws(HelperError) -> [UInt8] {
        if let passphrase = known.passphrase { return passphrase }
        let passphrase =
            if let path = locations.passphrase { try readPassphrase(from: path) } else { try askForPassphrase() }
        guard !passphrase.isEmpty else { throw HelperError(.denied, "the passphrase is empty") }
        known.passphrase = passphrase
        return passphrase
    }

    private func readPassphrase(from path: FilePath) throws(HelperError) -> [UInt8] {
        guard let bytes = try readKeyFile(path) else {
            throw HelperError(
                .unavailable,
                .missingFile("passphrase file", path, namedBy: StoreLocations.passphraseVariable)
            )
        }
        return Array(bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") })
    }

    /// Prompts on the terminal, unless the environment forbids prompts.
    func promptForPassphrase(_ prompt: String) throws(SystemError) -> [UInt8] {
        guard mayPrompt else {
            throw SystemError(
                .noTerminal,
                "ask for a passphrase",
                because: "\(HelperSettings.noPromptVariable) forbids it"
            )
        }
        return try Terminal.readPassphrase(prompt: prompt, deadline: .after(timeout))
    }

    /// Whether a prompt may appear.
    var mayPrompt: Bool { environment[HelperSettings.noPromptVariable] != "1" }

    private func askForPassphrase() throws(HelperError) -> [UInt8] {
        do {
            return try promptForPassphrase("Passphrase for \(locations.store): ")
        } catch  where error.code == .timedOut {
            throw HelperError(.timedOut, "\(Diagnosis.locked("\(locations.store)").message): \(error)")
        } catch {
            throw HelperError(
                .locked,
                .lockedWithoutTerminal(
                    "\(locations.store)",
                    advice: ["Name a file that holds the passphrase in \(StoreLocations.passphraseVariable)"]
                )
            )
        }
    }
}

/// The secrets that were read or entered during this call.
final class KnownSecrets {
    var passphrase: [UInt8]?
    var identities: [AgeIdentity]?
}
