/// Credentials in plain text in a config file of Docker (`config.json`) or podman (`auth.json`).
///
/// Every call reads the file anew, so that a login by another program is seen at once. A save and a deletion take a lock
/// that all processes with this library share (`NAME.lock` beside the file), read the file again, change the bytes of the
/// one entry, and put the new content in the place of the old in one step, on disk before they return. A file that is
/// damaged is never written. Symbolic links stay links. <doc:FileStoreArticle> tells the rest.
public struct FileStore: CredentialStore {
    let file: ConfigFile

    /// A store over a file.
    ///
    /// - Parameters:
    ///   - path: Where the file is. There may be none: it is made by the first save, 0600, with its directories, 0700.
    ///   - options: How it is read and written.
    public init(path: String, options: Options = Options()) {
        file = ConfigFile(path: path, options: options)
    }

    init(_ file: ConfigFile) {
        self.file = file
    }

    /// Where the file is.
    public var path: String { file.path }

    /// Looks up the credential of a server.
    ///
    /// - Parameter server: The registry, however it is spelt.
    /// - Returns: The credential of the first key that answers for the server and has one; nil if none has.
    /// - Throws: ``CredentialStoreError``: `malformed` for a damaged file, and for a damaged entry if no other answers;
    ///   `denied` or `unavailable` if the file cannot be read. That there is no file is not an error.
    public func get(_ server: ServerAddress) async throws -> Credential? {
        try await reading { document throws(CredentialStoreError) in try document.candidates(for: server).best() }
    }

    /// Saves the credential of a server under the key that Docker or podman would choose.
    ///
    /// Its other aliases are removed. Entries of other paths stay, and so do members of the entry that say nothing about a
    /// credential. An equal credential writes nothing.
    ///
    /// - Parameters:
    ///   - credential: What to save.
    ///   - server: The registry, however it is spelt.
    /// - Throws: ``CredentialStoreError``: `plaintextRefused` where ``Options/plaintext`` does not allow it,
    ///   `notRepresentable` for what the file cannot hold, `malformed` for a damaged file, `conflict` if another program
    ///   keeps changing it, `timedOut` if another holds the lock, `denied` and `failed` for what the system refuses.
    ///   `CancellationError` if the task is cancelled before the writing begins.
    public func put(_ credential: Credential, for server: ServerAddress) async throws {
        try await put(credential, for: server, precondition: { _ in })
    }

    /// Saves the credential of a server if the present one is the one that the caller expects.
    ///
    /// - Parameters:
    ///   - credential: What to save.
    ///   - server: The registry, however it is spelt.
    ///   - expected: What `get` answered before; nil for nothing.
    /// - Throws: ``CredentialStoreError``: `conflict` if `get` would answer something else now, and what
    ///   ``put(_:for:)`` throws.
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
                    advice: ["Look it up again."]
                )
            }
        }
    }

    /// Removes the entries of exactly this server and path, whatever their alias.
    ///
    /// Entries of its host and of other paths stay, so `get` may still return one of them.
    ///
    /// - Parameter server: The registry, however it is spelt.
    /// - Throws: ``CredentialStoreError``, as ``put(_:for:)``. That there is no such entry, or no file, is not an error.
    public func delete(_ server: ServerAddress) async throws {
        try await updating(.init { document throws(CredentialStoreError) in try document.deleting(server) })
    }

    /// The keys and users of all entries, in the order of the file; empty entries are left out.
    ///
    /// - Returns: The entries, without their secrets; damaged ones say why.
    /// - Throws: ``CredentialStoreError``: `malformed` for a damaged file, `denied` or `unavailable` if it cannot be read.
    public func list() async throws -> [ListedCredential] {
        try await snapshot().entries()
    }
}
