internal import SystemSupport

/// What the stores that are built on a file need of it.
extension FileStore {
    /// A store that reads and writes at most so many bytes.
    package init(path: String, options: Options = Options(), sizeLimit: Int) {
        var file = ConfigFile(path: path, options: options)
        file.sizeLimit = sizeLimit
        self.init(file)
    }

    /// All entries that are used for a server, the one that takes precedence first.
    ///
    /// - Throws: What ``get(_:)`` throws for the file; that an entry is damaged is said by its candidate.
    package func candidates(for server: ServerAddress) async throws -> [Candidate] {
        try await snapshot().candidates(for: server)
    }

    /// What the file says of helpers; nothing if there is no file.
    ///
    /// - Throws: `malformed` for a damaged file, `denied` or `unavailable` if it cannot be read.
    package func helperSettings() async throws -> CredentialHelperSettings {
        try await snapshot().helperSettings()
    }

    /// Whether the file says anything about credentials: a helper, or an entry, even an empty one.
    package func isAuthConfigured() async throws -> Bool {
        try await snapshot().isAuthConfigured()
    }

    /// Names a credential helper for one host in `credHelpers`.
    ///
    /// - Parameters:
    ///   - name: The suffix of the helper; an empty one stands for the file, nil removes the member.
    ///   - host: The key, byte for byte.
    /// - Throws: As ``put(_:for:)``.
    package func setCredentialHelper(_ name: String?, for host: String) async throws {
        try await updating(
            .init { document throws(CredentialStoreError) in try document.settingCredentialHelper(name, for: host) }
        )
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

    @discardableResult
    func put(
        _ credential: Credential,
        for server: ServerAddress,
        precondition: @escaping @Sendable (ConfigDocument) throws(CredentialStoreError) -> Void
    ) async throws -> Bool {
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
        if written { file.report(.savedInPlainText, "the credential of \(server) is stored in plain text") }
        return written
    }

    func reading<Value: Sendable>(
        _ read: @escaping @Sendable (ConfigDocument) throws(CredentialStoreError) -> Value
    ) async throws -> Value {
        let file = file
        let work: @Sendable () throws -> Value = {
            let document = try file.load()
            do throws(CredentialStoreError) {
                return try read(document)
            } catch {
                throw error.inFile(file.path)
            }
        }
        return file.isSmall ? try work() : try await BlockingWork.run(work)
    }

    /// Makes a change after those that were asked for earlier; a cancellation has an effect until the writing begins.
    @discardableResult
    func updating(_ change: ConfigFile.Change) async throws -> Bool {
        let file = file
        return try await file.queue.run(limit: file.options.lockTimeout) { remaining in
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
