extension DynamicStore {
    /// The result of a migration, for each credential in the config file.
    public struct Migration: Sendable, Equatable {
        /// The keys whose credentials were moved from the file to a helper.
        public var moved: [String] = []
        /// The user names of identity tokens that helpers could not store, by key.
        public var omittedUsernames: [String: String] = [:]
        /// The keys that were not moved, with the reason.
        public var left: [Left] = []

        /// Creates an empty result.
        public init() {}

        /// A key that was not moved.
        public struct Left: Sendable, Equatable {
            /// The key, exactly as in the file.
            public let key: String
            /// Why it was not moved.
            public let error: CredentialStoreError
        }
    }

    /// Moves the plain-text credentials of the file to the helpers that the configuration names.
    ///
    /// Each credential is saved with the helper and read back. It is removed from the file only if the helper returned
    /// the same credential and the file has not changed it meanwhile. A helper stores one credential per host. So
    /// credentials of paths are not moved, and neither are credentials of aliases that differ from the host's. An
    /// identity token is moved without its user name, as Docker does.
    ///
    /// - Returns: The credentials that were moved, and those that were not with the reason. Entries for which the
    ///   configuration selects the file are not included.
    /// - Throws: ``CredentialStoreError`` if the file cannot be read; `CancellationError`.
    public func migrate() async throws -> Migration {
        var migration = Migration()
        var moved: [ServerAddress: Credential] = [:]
        for entry in try await file.list() {
            do {
                if let error = entry.problem { throw error }
                guard let server = try? ServerAddress(entry.key), let host = try? ServerAddress(server.dockerKey) else {
                    throw staying(entry, "the key is not an address, so no helper can be asked for it")
                }
                guard case .helper(let helper) = try await selectedHolder(of: host) else { continue }
                guard server == host else {
                    throw staying(entry, "helpers keep the credentials of hosts, and not of paths below them")
                }
                let credential: Credential
                if let other = moved[host] {
                    credential = other
                } else {
                    guard let best = try await file.get(host) else { continue }
                    credential = best
                }
                guard try await holds(credential, entry, server) else {
                    throw staying(entry, "another credential of the same host takes precedence")
                }
                if moved[host] == nil { try await save(credential, for: host, with: helper.store) }
                moved[host] = credential
                if credential.identityToken != nil, let username = credential.username {
                    migration.omittedUsernames[entry.key] = username
                }
                try await file.blank(entry.key, holding: credential)
                migration.moved.append(entry.key)
            } catch let error as CredentialStoreError {
                migration.left.append(Migration.Left(key: entry.key, error: error))
            }
        }
        return migration
    }

    private func holds(
        _ credential: Credential,
        _ entry: ListedCredential,
        _ server: ServerAddress
    ) async throws -> Bool {
        try await file.candidates(for: server)
            .contains { $0.key.utf8.elementsEqual(entry.key.utf8) && $0.credential == credential }
    }

    func save(_ credential: Credential, for host: ServerAddress, with helper: NativeStore) async throws {
        try await helper.put(credential, for: host)
        guard try await helper.get(host) == credential.asKeptByHelpers else {
            throw CredentialStoreError(
                .failed,
                "the helper does not give back what was saved with it",
                at: .init(file: configPath, key: host.dockerKey, helper: "docker-credential-\(helper.name)")
            )
        }
    }

    func staying(_ entry: ListedCredential, _ reason: String) -> CredentialStoreError {
        CredentialStoreError(.notRepresentable, reason, at: .init(file: configPath, key: entry.key))
    }
}
