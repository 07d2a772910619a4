extension DynamicStore {
    /// Moves the plain-text credentials of the file to one helper, and sets `credsStore` to it.
    ///
    /// All credentials are saved with the helper and read back before `credsStore` is set. They are removed from the
    /// file only after that. If the process is killed at any point, docker still finds every credential, and a second
    /// call continues the migration. If one credential cannot be moved, `credsStore` is not set, because docker would
    /// no longer find that credential.
    ///
    /// - Parameter name: The name of the helper, as in `credsStore`.
    /// - Returns: The credentials that were moved, and those that were not with the reason. If a credential without a
    ///   helper in `credHelpers` cannot be moved, no credential is.
    /// - Throws: ``CredentialStoreError`` if the file cannot be read or written, or names another `credsStore`;
    ///   `CancellationError`.
    public func migrate(to name: String) async throws -> Migration {
        let settings = try await file.helperSettings()
        guard settings.credentialsStore == nil || settings.credentialsStore == name else {
            throw CredentialStoreError(
                .conflict,
                "the config file names another helper in credsStore: \(settings.credentialsStore ?? "")",
                at: .init(file: configPath),
                advice: ["Migrate to that helper, or remove credsStore from the file"]
            )
        }
        if settings.credentialsStore == nil {
            let left = try await copyAll(to: NativeStore(name, options: options.helper))
            guard left.isEmpty else {
                var migration = Migration()
                migration.left = left
                return migration
            }
            try await file.setCredentialsStore(name)
        }
        return try await migrate()
    }

    /// Saves the credentials without a helper in `credHelpers` with `helper`, and reads them back.
    ///
    /// - Returns: The credentials that the helper cannot store, with the reason.
    private func copyAll(to helper: NativeStore) async throws -> [Migration.Left] {
        var left: [Migration.Left] = []
        for entry in try await file.list() {
            do {
                if let error = entry.problem { throw error }
                guard let server = try? ServerAddress(entry.key), let host = try? ServerAddress(server.dockerKey),
                    case .file = try await selectedHolder(of: host)
                else { continue }
                guard server == host else {
                    throw staying(entry, "helpers keep the credentials of hosts, and not of paths below them")
                }
                guard let credential = try await file.get(host) else { continue }
                try await save(credential, for: host, with: helper)
            } catch let error as CredentialStoreError {
                left.append(Migration.Left(key: entry.key, error: error))
            }
        }
        return left
    }
}
