extension DynamicStore {
    /// What became of each credential that lay in the file in clear.
    public struct Migration: Sendable, Equatable {
        /// The keys whose credentials a helper has now, and the file no longer.
        public var moved: [String] = []
        /// The keys that stayed, with the reason.
        public var left: [Left] = []

        /// A migration in which nothing happened.
        public init() {}

        /// A key that stayed.
        public struct Left: Sendable, Equatable {
            /// The key, as it is in the file.
            public let key: String
            /// Why it stayed.
            public let error: CredentialStoreError
        }
    }

    /// Moves what lies in the file in clear to the helpers that the configuration names.
    ///
    /// A credential is saved with the helper and read back, and only when that gives the same is it taken out of the file.
    /// What the helper cannot keep, or fails to give back, stays as it is.
    ///
    /// - Returns: What moved, and what stayed with the reason. Entries for which the file itself is named are in neither.
    /// - Throws: ``CredentialStoreError`` if the file cannot be read; `CancellationError`.
    public func migrate() async throws -> Migration {
        var migration = Migration()
        for entry in try await file.list() {
            do {
                if let error = entry.problem { throw error }
                guard let server = try? ServerAddress(entry.key) else {
                    throw CredentialStoreError(
                        .notRepresentable,
                        "the key is no address, so no helper could be asked for it",
                        at: .init(file: configPath, key: entry.key.withoutUserInformation)
                    )
                }
                if try await migrate(server) { migration.moved.append(entry.key) }
            } catch let error as CredentialStoreError {
                migration.left.append(Migration.Left(key: entry.key, error: error))
            }
        }
        return migration
    }

    /// Moves what the file has for a server; false if the file is where it belongs.
    private func migrate(_ server: ServerAddress) async throws -> Bool {
        guard case .helper(let helper) = try await holder(of: server) else { return false }
        // By another spelling the same credential has been moved already.
        guard let credential = try await file.get(server) else { return true }
        try await helper.store.put(credential, for: server)
        guard try await helper.store.get(server) == credential else {
            throw CredentialStoreError(
                .failed,
                "the helper does not give back what was saved with it",
                at: .init(file: configPath, key: server.dockerKey, helper: "docker-credential-\(helper.store.name)")
            )
        }
        try await file.blank(server)
        return true
    }
}
