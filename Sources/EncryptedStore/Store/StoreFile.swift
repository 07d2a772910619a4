package import HelperProtocol
import SystemPackage
import SystemSupport

/// The store on disk; all reads and writes go through this type.
package struct StoreFile {
    /// The keys of the store, and all paths.
    package let keys: StoreKeys

    /// Creates a value for a store that may not exist.
    package init(keys: StoreKeys) {
        self.keys = keys
    }

    /// The size limit in bytes: a thousand times a large store, and small enough to read by mistake.
    ///
    /// Nothing larger is written either, because no later call could read it.
    package static let sizeLimit = 256 << 20

    /// The number of attempts if a program that does not use the lock changes the store meanwhile.
    private static let attempts = 5

    private var locations: StoreLocations { keys.locations }

    /// The bytes of the store, and the version of the file.
    struct Loaded {
        let document: AuthsDocument
        let cipher: StoreCipher
        let status: FileStatus
    }

    /// Returns the document in the store; nil if there is no store yet.
    ///
    /// No lock is needed, because the store is always replaced as a whole.
    package func load() throws(HelperError) -> AuthsDocument? {
        try load(try read())?.document
    }

    /// Replaces the document by the result of `change`, under the lock.
    ///
    /// An unchanged document in plain text is not written. If docker or podman, which take no lock, write to the same
    /// file in the meantime, the change is repeated with their content.
    ///
    /// - Parameter change: Takes the current document, which is empty if there is no store, and returns the new bytes.
    /// - Throws: ``HelperError``; the store is then unchanged.
    package func update(_ change: (AuthsDocument) throws(HelperError) -> [UInt8]) throws(HelperError) {
        // Everything that may fail or prompt comes before the lock, and before anything is created.
        try keys.prepare(for: try read()?.bytes)
        for _ in 1..<Self.attempts where try attempt(change) { return }
        guard try attempt(change) else {
            throw HelperError(
                .failed,
                "cannot change \(locations.store): another program keeps changing it",
                advice: ["Try again when that program has ended"]
            )
        }
    }

    /// Makes one attempt; returns false if the store or the target of a link changed in the meantime.
    private func attempt(_ change: (AuthsDocument) throws(HelperError) -> [UInt8]) throws(HelperError) -> Bool {
        do {
            let target = try locations.store.resolvingFinalLinks()
            try AtomicFile.makeDirectories(target.parentDirectory)
            let lock = try FileLock(beside: target, deadline: .after(keys.timeout))
            keys.diagnostics.trace("holding the lock \(lock.path)")
            if let fileSystem = lock.lockless {
                keys.diagnostics.note(
                    "\(fileSystem) does not support flock(2), so a file beside \(target) is used as the lock; to use another "
                        + "file system, set \(StoreLocations.storeVariable)"
                )
            }
            guard try locations.store.resolvingFinalLinks() == target else { return false }
            let loaded = try load(try read())
            let document =
                if let loaded { loaded.document } else { try AuthsDocument(parsing: [], at: locations.store) }
            let changed = try change(document)
            // Not with `??`: Swift 6.3 loses an error of a typed throw in an autoclosure.
            let cipher = if let loaded { loaded.cipher } else { try keys.cipherForNewStore() }
            if loaded != nil, case .none = cipher, changed == document.bytes { return true }
            let sealed = try cipher.seal(changed, further: try keys.furtherRecipients(), at: locations.store)
            let expectation: AtomicFile.Expectation = if let loaded { .unchanged(loaded.status) } else { .nothing }
            try AtomicFile(target).replace(
                with: sealed,
                limit: Self.sizeLimit,
                expecting: expectation,
                holding: lock
            )
            keys.diagnostics.trace("replaced \(target)")
            return true
        } catch let error as HelperError {
            throw error
        } catch let error as SystemError where error.code == .changedMeanwhile {
            return false
        } catch let error as SystemError {
            throw HelperError(error)
        } catch {
            throw HelperError(.failed, "cannot change \(locations.store)")
        }
    }

    func load(_ contents: RegularFile?) throws(HelperError) -> Loaded? {
        guard let contents else { return nil }
        let (document, cipher) = try keys.open(contents.bytes)
        return Loaded(
            document: try AuthsDocument(parsing: document, at: locations.store),
            cipher: cipher,
            status: contents.status
        )
    }

    /// Returns the bytes of the store; nil if there is no store yet.
    ///
    /// The directories are checked even if there is no store yet, before anything is created in them.
    func read() throws(HelperError) -> RegularFile? {
        let path = locations.store
        let trail = PathTrail(to: path)
        try keys.rules.checkLinks(of: path, along: trail)
        let contents: RegularFile?
        do {
            contents = try RegularFile.readIfPresent(path, limit: Self.sizeLimit)
        } catch {
            throw HelperError(error)
        }
        if let contents { try keys.rules.checkFile(contents.status, at: path) }
        try keys.rules.checkPlace(of: path, along: trail, isOurs: locations.ownsStoreDirectory)
        return contents
    }
}
