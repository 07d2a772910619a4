extension DynamicStore {
    /// Saves the credential of a registry in the store that the configuration selects.
    ///
    /// - Parameters:
    ///   - credential: The credential to save.
    ///   - server: The registry, under any of its names.
    /// - Throws: The errors of ``putReporting(_:for:)``.
    public func put(_ credential: Credential, for server: ServerAddress) async throws {
        _ = try await putReporting(credential, for: server)
    }

    /// Saves the credential of a registry in the store that the configuration selects, and reports where.
    ///
    /// After a helper has stored the credential, the registry's plain-text entry in the file is emptied. If the helper
    /// was found through ``Options/detectsDefaultHelper``, it is written to `credsStore`.
    ///
    /// - Parameters:
    ///   - credential: The credential to save.
    ///   - server: The registry, under any of its names.
    /// - Returns: The helper or the file, the key, and the user name that a helper could not store.
    /// - Throws: The ``CredentialStoreError`` of the file or the helper. The code is
    ///   ``CredentialStoreError/Code/plaintextRefused`` if no helper is configured and ``Options/plaintext`` does not
    ///   allow the save. `CancellationError`.
    public func putReporting(_ credential: Credential, for server: ServerAddress) async throws -> PutReport {
        guard case .helper(let helper) = try await selectedHolder(of: server) else {
            return try await putIntoFile(credential, for: server)
        }
        let report = try await helper.store.putReporting(credential, for: server)
        do {
            try await file.blank(server, naming: helper.origin == .detected ? helper.store.name : nil)
        } catch let error as CredentialStoreError {
            throw CredentialStoreError(
                error.code,
                "the helper has saved the credential, but the config file could not be updated: "
                    + error.message,
                at: error.place,
                advice: error.advice
            )
        }
        return report
    }

    /// Saves a credential if the store that the configuration selects still has the one that it was made from.
    ///
    /// In the file this is one step. A helper is asked, and then called to store.
    ///
    /// - Parameters:
    ///   - old: The credential that `get` returned.
    ///   - new: The credential to save.
    ///   - server: The registry, under any of its names.
    /// - Returns: False if there is another credential, or none.
    /// - Throws: The errors of ``get(_:)`` and ``put(_:for:)``.
    public func replace(_ old: Credential, with new: Credential, for server: ServerAddress) async throws -> Bool {
        if case .helper = try holder(of: server, in: try await file.snapshot()) {
            guard try await get(server) == old else { return false }
            try await put(new, for: server)
            return true
        }
        return try await file.replace(old, with: new, for: server)
    }

    private func putIntoFile(_ credential: Credential, for server: ServerAddress) async throws -> PutReport {
        do {
            return try await file.putReporting(credential, for: server)
        } catch let error as CredentialStoreError where error.code == .plaintextRefused {
            // Why no helper was used, if one was searched for.
            let failures = options.detectsDefaultHelper ? await detected.failures : []
            let reasons = failures.map { "\($0.place.helper ?? "A helper") was not used: \($0.message)" }
            throw CredentialStoreError(error.code, error.message, at: error.place, advice: error.advice + reasons)
        }
    }

    /// Removes the credential of a registry from the helper and from the file.
    ///
    /// - Parameter server: The registry, under any of its names.
    /// - Throws: The ``CredentialStoreError`` of the file, or of the helper; if the helper fails, the file's entry is
    ///   still removed. `CancellationError`.
    public func delete(_ server: ServerAddress) async throws {
        if let failure = try await deleteReporting(server).failure { throw failure }
    }

    /// Removes the credential of a registry from the helper and from the file, and reports the removed entries.
    ///
    /// A plain-text entry that is not used because of a helper is removed too.
    ///
    /// - Parameter server: The registry, under any of its names.
    /// - Returns: The removed entries, the remaining entries for paths of the same host, and the failure if there was
    ///   one.
    /// - Throws: `CancellationError`.
    public func deleteReporting(_ server: ServerAddress) async throws -> DeletionReport {
        let holder: Holder
        do {
            holder = try self.holder(of: server, in: try await file.snapshot())
        } catch let error as CredentialStoreError {
            return DeletionReport(failure: error)
        }
        guard case .helper(let helper) = holder else { return try await file.deleteReporting(server) }
        return try await helper.store.deleteReporting(server) + file.deleteReporting(server)
    }
}
