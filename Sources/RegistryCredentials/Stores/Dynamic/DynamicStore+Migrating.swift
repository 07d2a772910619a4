extension DynamicStore {
    /// The result of a migration, for each credential in the config file.
    public struct Migration: Sendable, Equatable {
        /// The keys whose credentials a helper has now, and the file no longer.
        public var moved: [String] = []
        /// The user names that helpers could not keep beside an identity token, by the keys that had them.
        public var omittedUsernames: [String: String] = [:]
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

    /// Moves the plain-text credentials of the file to the helpers that the configuration names.
    ///
    /// A credential is saved with the helper and read back, and only if that gives the same is it removed from the file,
    /// and only if the file still has it. What the helper cannot keep stays as it is: helpers keep one credential for a
    /// host, so those of paths below it stay, and those of aliases that differ from the host's. An identity token is moved
    /// without the user name beside it, as Docker does.
    ///
    /// - Returns: What moved, and what stayed with the reason. Entries for which the file itself is named are in neither.
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
