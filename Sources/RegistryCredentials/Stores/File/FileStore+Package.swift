internal import SystemSupport

/// What the stores that are built on a file need of it.
extension FileStore {
    /// All entries that may answer for a server, in the order in which they are asked.
    ///
    /// - Throws: What ``get(_:)`` throws for the file; that an entry is damaged is said by its candidate.
    package func candidates(for server: ServerAddress) async throws -> [Candidate] {
        let path = path
        return try await reading { document throws(CredentialStoreError) in try document.candidates(for: server) }
            .map { $0.inFile(path) }
    }

    /// What the file says of helpers; nothing if there is no file.
    ///
    /// - Throws: `malformed` for a damaged file, `denied` or `unavailable` if it cannot be read.
    package func helperSettings() async throws -> CredentialHelperSettings {
        try await reading { document throws(CredentialStoreError) in try document.helperSettings() }
    }

    /// Whether the file says anything of credentials: a helper, or an entry, be it an empty one.
    package func isAuthConfigured() async throws -> Bool {
        try await reading { document throws(CredentialStoreError) in try document.isAuthConfigured() }
    }

    /// Removes the secrets of a server, which a helper keeps from now on.
    ///
    /// - Throws: As ``put(_:for:)``. That there are none is not an error.
    package func blank(_ server: ServerAddress) async throws {
        try await updating(.init { document throws(CredentialStoreError) in try document.blanking(server) })
    }

    /// Removes the secrets of one entry, which a helper has now.
    ///
    /// - Parameters:
    ///   - key: The key of the entry, byte for byte.
    ///   - credential: What the entry has to hold.
    /// - Throws: As ``put(_:for:)``; `conflict` if the entry holds something else by now.
    package func blank(_ key: String, holding credential: Credential) async throws {
        try await updating(
            .init { document throws(CredentialStoreError) in try document.blanking(key, holding: credential) }
        )
    }

    /// Writes `credsStore`.
    ///
    /// - Parameter name: The suffix of the helper; nil removes the member.
    /// - Throws: As ``put(_:for:)``.
    package func setCredentialsStore(_ name: String?) async throws {
        try await updating(
            .init { document throws(CredentialStoreError) in try document.settingCredentialsStore(name) }
        )
    }

    func put(
        _ credential: Credential,
        for server: ServerAddress,
        precondition: @escaping @Sendable (ConfigDocument) throws(CredentialStoreError) -> Void
    ) async throws {
        do throws(CredentialStoreError) {
            try file.options.plaintext.check(credential)
        } catch {
            throw CredentialStoreError(
                error.code,
                error.message,
                at: .init(file: path, key: server.description),
                advice: error.advice
            )
        }
        let written = try await updating(
            .init(precondition: precondition) { document throws(CredentialStoreError) in
                try document.putting(credential, for: server)
            }
        )
        if written { file.report(.savedInClear, "the credential of \(server) is in it in clear") }
    }

    func reading<Value: Sendable>(
        _ read: @escaping @Sendable (ConfigDocument) throws(CredentialStoreError) -> Value
    ) async throws -> Value {
        let file = file
        return try await BlockingWork.run {
            let document = try file.load()
            do throws(CredentialStoreError) {
                return try read(document)
            } catch {
                throw error.inFile(file.path)
            }
        }
    }

    /// Makes a change when it is this task's turn; a cancellation counts until the writing begins.
    @discardableResult
    func updating(_ change: ConfigFile.Change) async throws -> Bool {
        let file = file
        return try await file.turns.take(limit: file.options.lockTimeout) { remaining in
            // Not earlier: of hundreds that wait each would need two descriptors.
            let signal: CancellationSignal
            do throws(SystemError) {
                signal = try CancellationSignal.make()
            } catch {
                throw CredentialStoreError(error, file: file.path)
            }
            return try await withTaskCancellationHandler {
                try Task.checkCancellation()
                return try await BlockingWork.run {
                    try file.update(change, lockTimeout: remaining, cancellation: signal)
                }
            } onCancel: {
                signal.send()
            }
        }
    }
}

extension Candidate {
    func inFile(_ path: String) -> Candidate {
        guard case .damaged(let error) = content else { return self }
        return Candidate(key: key, rule: rule, content: .damaged(error.inFile(path)))
    }
}
