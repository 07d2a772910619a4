extension DynamicStore {
    /// Saves the credential of a registry in the store that the configuration selects.
    ///
    /// - Parameters:
    ///   - credential: The credential to save.
    ///   - server: The registry, under any of its names.
    /// - Throws: What ``putReporting(_:for:)`` throws.
    public func put(_ credential: Credential, for server: ServerAddress) async throws {
        _ = try await putReporting(credential, for: server)
    }

    /// Saves the credential of a registry in the store that the configuration selects, and says where.
    ///
    /// After a helper has taken it, the file's plain-text entry of the registry is emptied. If that helper was found by
    /// ``Options/detectsDefaultHelper``, it is written to `credsStore`.
    ///
    /// - Parameters:
    ///   - credential: The credential to save.
    ///   - server: The registry, under any of its names.
    /// - Returns: The helper or the file, the key, and the user name that a helper could not keep.
    /// - Throws: ``CredentialStoreError`` of the file or of the helper;
    ///   ``CredentialStoreError/Code/plaintextRefused`` where only the file could take it and ``Options/plaintext`` does
    ///   not allow that; `CancellationError`.
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
                "the helper has saved the credential, but the config file could not be changed to go with it: "
                    + error.message,
                at: error.place,
                advice: error.advice
            )
        }
        return report
    }

    private func putIntoFile(_ credential: Credential, for server: ServerAddress) async throws -> PutReport {
        do {
            return try await file.putReporting(credential, for: server)
        } catch let error as CredentialStoreError where error.code == .plaintextRefused {
            // Why no helper took it, if one was looked for.
            let refusals = options.detectsDefaultHelper ? await detected.refusals : []
            let reasons = refusals.map { "\($0.place.helper ?? "A helper") was passed over: \($0.message)" }
            throw CredentialStoreError(error.code, error.message, at: error.place, advice: error.advice + reasons)
        }
    }

    /// Removes the credential of a registry from the helper and from the file.
    ///
    /// - Parameter server: The registry, under any of its names.
    /// - Throws: ``CredentialStoreError`` of the helper, after the file's entry was removed, or of the file;
    ///   `CancellationError`.
    public func delete(_ server: ServerAddress) async throws {
        if let failure = try await deleteReporting(server).failure { throw failure }
    }

    /// Removes the credential of a registry from the helper and from the file, and says from which.
    ///
    /// A plain-text entry that a helper shadows is removed as well.
    ///
    /// - Parameter server: The registry, under any of its names.
    /// - Returns: The entries that are gone, those of paths on the same host that stay, and what failed.
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
