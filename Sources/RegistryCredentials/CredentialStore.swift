/// A store of registry credentials.
public protocol CredentialStore: Sendable {
    /// Looks up the credential of a registry.
    ///
    /// - Parameter server: The registry, under any of its names.
    /// - Returns: The credential; nil if the store has none.
    /// - Throws: ``CredentialStoreError`` if the store is unavailable, locked or damaged. A missing credential is not
    ///   an error.
    func get(_ server: ServerAddress) async throws -> Credential?

    /// Saves the credential of a registry, replacing the existing one.
    ///
    /// - Parameters:
    ///   - credential: The credential to save.
    ///   - server: The registry, under any of its names.
    /// - Throws: ``CredentialStoreError`` if the credential was not saved. The existing credential is then unchanged.
    func put(_ credential: Credential, for server: ServerAddress) async throws

    /// Removes the credential of a registry, so that `get` returns nil.
    ///
    /// - Parameter server: The registry, under any of its names.
    /// - Throws: ``CredentialStoreError`` if the credential was not removed. A missing credential is not an error.
    func delete(_ server: ServerAddress) async throws

    /// Saves a credential if the store still has the one that it was made from, such as a token that was renewed.
    ///
    /// ``FileStore`` and ``MemoryStore`` compare and save in one step, under the file's lock, so a save by another
    /// process is never lost. The protocol of credential helpers has no such request. The default implementation, which
    /// is also the one for helpers, looks up, compares and saves: a save by another process between these calls is
    /// lost.
    ///
    /// - Parameters:
    ///   - old: The credential that `get` returned.
    ///   - new: The credential to save.
    ///   - server: The registry, under any of its names.
    /// - Returns: False if `get` would now return another credential, or none; nothing is saved then.
    /// - Throws: The errors of ``get(_:)`` and ``put(_:for:)``.
    func replace(_ old: Credential, with new: Credential, for server: ServerAddress) async throws -> Bool

    /// Saves the credential of a registry and reports where it was saved.
    ///
    /// The default implementation calls ``put(_:for:)`` and reports no place.
    ///
    /// - Parameters:
    ///   - credential: The credential to save.
    ///   - server: The registry, under any of its names.
    /// - Returns: The place where the credential was saved.
    /// - Throws: The errors of ``put(_:for:)``.
    func putReporting(_ credential: Credential, for server: ServerAddress) async throws -> PutReport

    /// Removes the credential of a registry under all its names and reports the removed entries.
    ///
    /// The default implementation calls `get` before and after `delete` to make the report.
    ///
    /// - Parameter server: The registry, under any of its names.
    /// - Returns: The entries that were removed, the entries that remain, and the failure if there was one.
    /// - Throws: `CancellationError`. Other failures are part of the report.
    func deleteReporting(_ server: ServerAddress) async throws -> DeletionReport
}

extension CredentialStore {
    /// Looks up the credential, compares it, and saves the new one.
    ///
    /// - Parameters:
    ///   - old: The credential that `get` returned.
    ///   - new: The credential to save.
    ///   - server: The registry, under any of its names.
    /// - Returns: False if the store has another credential, or none.
    /// - Throws: The errors of ``get(_:)`` and ``put(_:for:)``.
    public func replace(_ old: Credential, with new: Credential, for server: ServerAddress) async throws -> Bool {
        guard try await get(server) == old else { return false }
        try await put(new, for: server)
        return true
    }

    /// Saves the credential with ``put(_:for:)`` and reports no place.
    ///
    /// - Parameters:
    ///   - credential: The credential to save.
    ///   - server: The registry, under any of its names.
    /// - Returns: A report without a place.
    /// - Throws: The errors of ``put(_:for:)``.
    public func putReporting(_ credential: Credential, for server: ServerAddress) async throws -> PutReport {
        try await put(credential, for: server)
        return PutReport()
    }

    /// Looks up the credential, deletes it, and looks it up again.
    ///
    /// - Parameter server: The registry, under any of its names.
    /// - Returns: The entry that was removed, and the failure if there was one.
    /// - Throws: `CancellationError`. Other failures are part of the report.
    public func deleteReporting(_ server: ServerAddress) async throws -> DeletionReport {
        let place = CredentialStoreError.Place(key: server.text)
        do {
            // A damaged credential can still be deleted; an unavailable store cannot delete anything.
            let wasThere = try await isThere(server)
            try await delete(server)
            guard try await get(server) == nil else {
                return DeletionReport(
                    failure: CredentialStoreError(
                        .failed,
                        "the credential still exists after its deletion",
                        at: place
                    )
                )
            }
            return DeletionReport(removed: wasThere ? [place] : [])
        } catch {
            return DeletionReport(failure: try CredentialStoreError(ofLayer: error))
        }
    }

    private func isThere(_ server: ServerAddress) async throws -> Bool {
        do {
            return try await get(server) != nil
        } catch let error as CredentialStoreError where error.code == .damaged || error.code == .failed {
            return true
        }
    }
}

extension CredentialStore {
    /// Returns the store's lookup as a function, for registry clients that take one.
    ///
    /// - Returns: A function that takes a host, with or without a port, and returns its credential, or nil if there is
    ///   none. It throws ``ServerAddressError`` for text that is not a host, and the errors of the store.
    public func credentialProvider() -> @Sendable (_ host: String) async throws -> Credential? {
        { host in try await get(ServerAddress(host)) }
    }
}
