internal import SystemSupport

/// Operations for the stores that are built on a file.
extension FileStore {
    /// Creates a store with a size limit in bytes.
    package init(path: String, options: Options = Options(), sizeLimit: Int) {
        var file = ConfigFile(path: path, options: options)
        file.sizeLimit = sizeLimit
        self.init(file)
    }

    /// Returns all entries that apply to a server, in order of precedence.
    ///
    /// - Throws: The errors of `get` for the file. A damaged entry is a candidate with an error.
    package func candidates(for server: ServerAddress) async throws -> [Candidate] {
        try await snapshot().candidates(for: server)
    }

    /// Returns the credential helpers that the file names; none if there is no file.
    ///
    /// - Throws: `damaged` for a damaged file, `denied` or `unavailable` if it cannot be read.
    package func helperSettings() async throws -> CredentialHelperSettings {
        try await snapshot().helperSettings()
    }

    /// Whether the file configures credentials: it names a helper or has an entry, even an empty one.
    package func isAuthConfigured() async throws -> Bool {
        try await snapshot().isAuthConfigured()
    }

    /// Names a credential helper for one host in `credHelpers`.
    ///
    /// - Parameters:
    ///   - name: The name of the helper; an empty name selects the file, nil removes the member.
    ///   - host: The key, byte for byte.
    /// - Throws: The errors of ``put(_:for:)``.
    package func setCredentialHelper(_ name: String?, for host: String) async throws {
        try await updating(
            .init { document throws(CredentialStoreError) in try document.settingCredentialHelper(name, for: host) }
        )
    }

    /// Names a credential helper for several hosts in `credHelpers`, in one change of the file.
    ///
    /// - Parameters:
    ///   - name: The name of the helper.
    ///   - hosts: The keys, byte for byte.
    /// - Throws: The errors of ``put(_:for:)``.
    package func setCredentialHelper(_ name: String, for hosts: [String]) async throws {
        try await updating(
            .init { document throws(CredentialStoreError) in
                let bytes = try document.settingHelpers(hosts.map { (key: $0, name: name) }).bytes
                return bytes == document.bytes ? nil : bytes
            }
        )
    }

    /// Removes the secrets of a server that a helper now stores.
    ///
    /// - Throws: The errors of ``put(_:for:)``. A missing entry is not an error.
    package func blank(_ server: ServerAddress) async throws {
        try await updating(.init { document throws(CredentialStoreError) in try document.blanking(server) })
    }

    /// Removes the secrets of one entry that a helper now stores.
    ///
    /// - Parameters:
    ///   - key: The key of the entry, byte for byte.
    ///   - credential: The credential that the entry must hold.
    /// - Throws: As ``put(_:for:)``; `conflict` if the entry holds a different credential.
    package func blank(_ key: String, holding credential: Credential) async throws {
        try await updating(
            .init { document throws(CredentialStoreError) in try document.blanking(key, holding: credential) }
        )
    }

    /// Writes `credsStore`.
    ///
    /// - Parameter name: The name of the helper; nil removes the member.
    /// - Throws: The errors of ``put(_:for:)``.
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

    /// Applies a change after the changes that were requested earlier.
    ///
    /// It can be cancelled until the write begins.
    @discardableResult
    func updating(_ change: ConfigFile.Change) async throws -> Bool {
        let file = file
        return try await file.queue.run(timeout: file.options.lockTimeout) { remaining in
            // Not created earlier: hundreds of waiting tasks would need two descriptors each.
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
