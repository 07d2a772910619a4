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

    /// The document in the store; nil if there is no store yet.
    ///
    /// No lock is needed: a store is only ever replaced as a whole.
    func load() throws(HelperError) -> AuthsDocument? {
        try loadWithCipher()?.document
    }

    /// Replaces the document by what `change` makes of it, under the lock.
    ///
    /// An unchanged document in clear is not written.
    ///
    /// - Parameter change: Gets the document as it is now, an empty one if there is no store, and returns the new bytes.
    /// - Throws: ``HelperError``; the store is then as it was.
    func update(_ change: (AuthsDocument) throws(JSONError) -> [UInt8]) throws(HelperError) {
        let target = try resolvedStore()
        let directory = target.parentDirectory
        try preflight(directory)
        do {
            try AtomicFile.makeDirectories(directory)
            let lock = try FileLock(at: FilePath("\(target).lock"), deadline: .after(timeout))
            diagnostics.trace("holding the lock of \(target)")
            let loaded = try loadWithCipher()
            let document = if let loaded { loaded.document } else { try AuthsDocument(parsing: []) }
            let changed = try change(document)
            // Not with `??`: Swift 6.3 loses an error of a typed throw in an autoclosure.
            let cipher = if let loaded { loaded.cipher } else { try keys.cipherForNewStore() }
            if loaded != nil, case .none = cipher, changed == document.bytes { return }
            let sealed = try cipher.seal(changed, at: locations.store)
            try AtomicFile(target).replace(with: sealed, holding: lock)
            diagnostics.trace("replaced \(target)")
        } catch let error as HelperError {
            throw error
        } catch let error as JSONError {
            throw .damagedStore(locations.store, "\(error)")
        } catch let error as SystemError {
            throw HelperError(error)
        } catch {
            throw HelperError(.failed, "cannot change \(locations.store)")
        }
    }

    private func loadWithCipher() throws(HelperError) -> (document: AuthsDocument, cipher: StoreCipher)? {
        let contents: RegularFile
        do {
            guard let file = try RegularFile.readIfPresent(locations.store, limit: Self.sizeLimit) else { return nil }
            contents = file
        } catch {
            throw HelperError(error)
        }
        try rules.checkFile(contents.status, at: locations.store)
        try checkDirectory(try resolvedStore().parentDirectory)
        let (document, cipher) = try keys.open(contents.bytes)
        do {
            return (try AuthsDocument(parsing: document), cipher)
        } catch {
            throw .damagedStore(locations.store, "\(error)")
        }
    }

    /// Checks all that may stand in the way, before the lock file or anything else is created.
    private func preflight(_ directory: FilePath) throws(HelperError) {
        try checkDirectory(directory)
        if let status = try? FileStatus(of: locations.store) {
            try rules.checkFile(status, at: locations.store)
        }
        try keys.preflight()
    }

    private func checkDirectory(_ directory: FilePath) throws(HelperError) {
        guard let status = try? FileStatus(of: directory) else { return }
        try rules.checkDirectory(status, at: directory, isOurs: locations.ownsStoreDirectory)
    }

    private func resolvedStore() throws(HelperError) -> FilePath {
        do {
            return try locations.store.resolvingFinalLinks()
        } catch {
            throw HelperError(error)
        }
    }
}
