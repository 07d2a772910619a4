/// A store of plain-text credentials in Docker's `config.json` or podman's `auth.json`.
///
/// Every call reads the file again, so it sees logins by other programs at once. Saves and deletions hold a lock
/// (`NAME.lock` next to the file) that all processes with this library share. They read the file again under the lock,
/// change the bytes of one entry, and replace the file atomically; the change is on disk when they return. A damaged
/// file is never written. Symbolic links are preserved. See <doc:FileStoreArticle> for details.
public struct FileStore: CredentialStore {
    let file: ConfigFile

    /// Creates a store for a file.
    ///
    /// - Parameters:
    ///   - path: The path of the file. If it does not exist, the first save creates it with mode 0600, and its
    ///     directories with mode 0700.
    ///   - options: How the file is read and written.
    public init(path: String, options: Options = Options()) {
        file = ConfigFile(path: path, options: options)
    }

    init(_ file: ConfigFile) {
        self.file = file
    }

    /// The path of the file.
    public var path: String { file.path }

    /// Looks up the credential of a registry.
    ///
    /// - Parameter server: The registry, under any of its names.
    /// - Returns: The credential of the first matching key that has one; nil if there is none.
    /// - Throws: ``CredentialStoreError``: `damaged` for a damaged file, or for a damaged entry if no other entry
    ///   matches; `denied` or `unavailable` if the file cannot be read. A missing file is not an error.
    public func get(_ server: ServerAddress) async throws -> Credential? {
        try await reading { document throws(CredentialStoreError) in try document.candidates(for: server).best() }
    }

    /// Saves the credential of a registry under the key that Docker or podman would use.
    ///
    /// Entries under other aliases are removed. Entries of other paths stay, and so do members of the entry that are
    /// not part of a credential. Nothing is written if the credential is already stored.
    ///
    /// - Parameters:
    ///   - credential: The credential to save.
    ///   - server: The registry, under any of its names.
    /// - Throws: ``CredentialStoreError``: `plaintextRefused` if ``Options/plaintext`` does not allow the save,
    ///   `notRepresentable` if the file cannot represent the credential, `damaged` for a damaged file, `conflict` if
    ///   another program keeps changing it, `timedOut` if another process holds the lock, `denied` or `failed` if a
    ///   system call fails. `CancellationError` if the task is cancelled before the write begins.
    public func put(_ credential: Credential, for server: ServerAddress) async throws {
        try await put(credential, for: server, precondition: { _ in })
    }

    /// Saves the credential of a registry if the current credential is the one that the caller expects.
    ///
    /// - Parameters:
    ///   - credential: The credential to save.
    ///   - server: The registry, under any of its names.
    ///   - expected: The credential that `get` returned before; nil for none.
    /// - Throws: ``CredentialStoreError`` with the code `conflict` if `get` would now return a different credential;
    ///   the errors of ``put(_:for:)``.
    public func put(
        _ credential: Credential,
        for server: ServerAddress,
        expecting expected: Credential?
    ) async throws {
        try await put(credential, for: server) { document throws(CredentialStoreError) in
            guard try document.candidates(for: server).best() == expected else {
                throw CredentialStoreError(
                    .conflict,
                    "the credential is no longer the one that was expected",
                    at: .init(key: server.description),
                    advice: ["Look it up again"]
                )
            }
        }
    }

    /// Saves a credential if the file still has the one that it was made from, in one step under the lock.
    ///
    /// - Parameters:
    ///   - old: The credential that `get` returned.
    ///   - new: The credential to save.
    ///   - server: The registry, under any of its names.
    /// - Returns: False if the file has another credential, or none; it is unchanged then.
    /// - Throws: The errors of ``put(_:for:)``.
    public func replace(_ old: Credential, with new: Credential, for server: ServerAddress) async throws -> Bool {
        do {
            try await put(new, for: server, expecting: old)
            return true
        } catch let error as CredentialStoreError where error.code == .conflict {
            // The code also means that another program keeps changing the file.
            if try await get(server) == old { throw error }
            return false
        }
    }

    /// Removes the entries of exactly this host, port and path, under any alias.
    ///
    /// Entries of the host and of other paths stay, so `get` may still return one of them.
    ///
    /// - Parameter server: The registry, under any of its names.
    /// - Throws: The errors of ``put(_:for:)``. A missing entry or file is not an error.
    public func delete(_ server: ServerAddress) async throws {
        try await updating(.init { document throws(CredentialStoreError) in try document.deleting(server) })
    }

    /// Lists the keys and users of all entries in file order, without empty entries.
    ///
    /// - Returns: The entries, without secrets; a damaged entry has its problem.
    /// - Throws: ``CredentialStoreError``: `damaged` for a damaged file, `denied` or `unavailable` if it cannot be read.
    public func list() async throws -> [ListedCredential] {
        try await snapshot().entries()
    }
}
