import Codecs
import HelperProtocol
import SystemPackage
import SystemSupport

/// The store on disk: the one place that reads and replaces it.
struct StoreFile {
    let locations: FileHelperLocations
    let keys: StoreKeys
    let rules: AccessRules
    let timeout: Duration
    let diagnostics: HelperDiagnostics

    /// Some thousand times the size of a large store, and less than what would hurt to read by mistake.
    private static let sizeLimit = 256 << 20

    /// How often a change is begun anew because another program, which does not know the lock, was faster.
    private static let attempts = 5

    /// A store as it was read.
    private struct Loaded {
        let document: AuthsDocument
        let cipher: StoreCipher
        let status: FileStatus
    }

    /// The document in the store; nil if there is no store yet.
    ///
    /// No lock is needed: a store is only ever replaced as a whole.
    func load() throws(HelperError) -> AuthsDocument? {
        try load(from: try target())?.document
    }

    /// Replaces the document by what `change` makes of it, under the lock.
    ///
    /// An unchanged document in clear is not written. What docker or podman write to the same file meanwhile, which take
    /// no lock, is not lost: the change is then made again on top of it.
    ///
    /// - Parameter change: Gets the document as it is now, an empty one if there is no store, and returns the new bytes.
    /// - Throws: ``HelperError``; the store is then as it was.
    func update(_ change: (AuthsDocument) throws(JSONError) -> [UInt8]) throws(HelperError) {
        try preflight()
        for _ in 1..<Self.attempts where try attempt(change) { return }
        guard try attempt(change) else {
            throw HelperError(
                .failed,
                "\(locations.store) is changed by another program again and again",
                advice: ["Try again when that program has ended."]
            )
        }
    }

    /// One try; false if the store was changed, or its link pointed elsewhere, in the meantime.
    private func attempt(_ change: (AuthsDocument) throws(JSONError) -> [UInt8]) throws(HelperError) -> Bool {
        let target = try target()
        do {
            try AtomicFile.makeDirectories(target.parentDirectory)
            let lockPath = target.parentDirectory.appending("\(target.lastComponent?.string ?? "").lock")
            let lock = try FileLock(at: lockPath, deadline: .after(timeout))
            diagnostics.trace("holding the lock \(lockPath)")
            guard try self.target() == target else { return false }
            let loaded = try load(from: target)
            let document = if let loaded { loaded.document } else { try AuthsDocument(parsing: []) }
            let changed = try change(document)
            // Not with `??`: Swift 6.3 loses an error of a typed throw in an autoclosure.
            let cipher = if let loaded { loaded.cipher } else { try keys.cipherForNewStore() }
            if loaded != nil, case .none = cipher, changed == document.bytes { return true }
            let sealed = try cipher.seal(changed, further: try keys.furtherRecipients(), at: locations.store)
            let expectation: AtomicFile.Expectation = if let loaded { .unchanged(loaded.status) } else { .nothing }
            try AtomicFile(target).replace(with: sealed, expecting: expectation, holding: lock)
            diagnostics.trace("replaced \(target)")
            return true
        } catch let error as HelperError {
            throw error
        } catch let error as JSONError {
            throw .damagedStore(locations.store, "\(error)")
        } catch let error as SystemError where error.code == .changedMeanwhile {
            return false
        } catch let error as SystemError {
            throw HelperError(error)
        } catch {
            throw HelperError(.failed, "cannot change \(locations.store)")
        }
    }

    private func load(from target: FilePath) throws(HelperError) -> Loaded? {
        guard let contents = try read(target) else { return nil }
        let (document, cipher) = try keys.open(contents.bytes)
        do {
            return Loaded(document: try AuthsDocument(parsing: document), cipher: cipher, status: contents.status)
        } catch {
            throw .damagedStore(locations.store, "\(error)")
        }
    }

    /// Checks all that may stand in the way, and asks for what must be asked for, before the lock is taken and before
    /// anything is created.
    private func preflight() throws(HelperError) {
        let target = try target()
        let contents = try read(target)
        if contents == nil { try checkDirectories(of: target) }
        try keys.preflight(contents?.bytes)
    }

    /// The bytes of the store, if nobody else has access to them; nil if there is no store yet.
    private func read(_ target: FilePath) throws(HelperError) -> RegularFile? {
        let contents: RegularFile
        do {
            guard let file = try RegularFile.readIfPresent(target, limit: Self.sizeLimit) else { return nil }
            contents = file
        } catch {
            throw HelperError(error)
        }
        try rules.checkFile(contents.status, at: locations.store)
        try checkDirectories(of: target)
        return contents
    }

    /// Checks where the store is, and where a link to it is: who can write there can put another file in its place.
    private func checkDirectories(of target: FilePath) throws(HelperError) {
        let named = locations.store.parentDirectory
        try rules.checkDirectory(at: named, isOurs: locations.ownsStoreDirectory)
        if target.parentDirectory != named {
            try rules.checkDirectory(at: target.parentDirectory, isOurs: false)
        }
    }

    private func target() throws(HelperError) -> FilePath {
        do {
            return try locations.store.resolvingFinalLinks()
        } catch {
            throw HelperError(error)
        }
    }
}
