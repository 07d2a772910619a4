/// A store of registry credentials.
public protocol CredentialStore: Sendable {
    /// Looks up the credential of a registry.
    ///
    /// - Parameter server: The registry, under any of its names.
    /// - Returns: The credential; nil if there is none.
    /// - Throws: ``CredentialStoreError`` if the store could not look because it is unavailable, locked or damaged. That
    ///   there is no credential is not an error.
    func get(_ server: ServerAddress) async throws -> Credential?

    /// Saves the credential of a registry and replaces the present one.
    ///
    /// - Parameters:
    ///   - credential: The credential to save.
    ///   - server: The registry, under any of its names.
    /// - Throws: ``CredentialStoreError`` if it was not saved. The present credential is then still there.
    func put(_ credential: Credential, for server: ServerAddress) async throws

    /// Removes the credential of a registry, so that `get` returns nil.
    ///
    /// - Parameter server: The registry, under any of its names.
    /// - Throws: ``CredentialStoreError`` if it is still there. That there was none is not an error.
    func delete(_ server: ServerAddress) async throws

    /// Saves the credential of a registry, as ``put(_:for:)`` does, and says where.
    ///
    /// A store that implements ``put(_:for:)`` alone reports no place.
    ///
    /// - Parameters:
    ///   - credential: The credential to save.
    ///   - server: The registry, under any of its names.
    /// - Returns: Where it was saved.
    /// - Throws: What ``put(_:for:)`` throws.
    func putReporting(_ credential: Credential, for server: ServerAddress) async throws -> PutReport

    /// Removes the credential of a registry under all its names, and says which entries are gone.
    ///
    /// For a store that implements the other verbs alone the report comes from a `get` before and after the deletion.
    ///
    /// - Parameter server: The registry, under any of its names.
    /// - Returns: What was removed, what stays, and what failed.
    /// - Throws: `CancellationError`. A failure is part of the report.
    func deleteReporting(_ server: ServerAddress) async throws -> DeletionReport
}

extension CredentialStore {
    /// Saves the credential; no place is reported.
    ///
    /// - Parameters:
    ///   - credential: The credential to save.
    ///   - server: The registry, under any of its names.
    /// - Returns: A report without a place.
    /// - Throws: What ``put(_:for:)`` throws.
    public func putReporting(_ credential: Credential, for server: ServerAddress) async throws -> PutReport {
        try await put(credential, for: server)
        return PutReport()
    }

    /// Looks the credential up, deletes it, and looks again.
    ///
    /// - Parameter server: The registry, under any of its names.
    /// - Returns: What was removed and what failed.
    /// - Throws: `CancellationError`. A failure is part of the report.
    public func deleteReporting(_ server: ServerAddress) async throws -> DeletionReport {
        let place = CredentialStoreError.Place(key: server.text)
        do {
            // A credential that is damaged can still be deleted; a store that does not answer cannot.
            let wasThere = try await isThere(server)
            try await delete(server)
            guard try await get(server) == nil else {
                return DeletionReport(
                    failure: CredentialStoreError(
                        .failed,
                        "the credential is still there after its deletion",
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
        } catch let error as CredentialStoreError where error.code == .malformed || error.code == .failed {
            return true
        }
    }
}
