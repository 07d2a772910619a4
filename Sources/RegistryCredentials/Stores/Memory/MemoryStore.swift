/// Credentials in the memory of this process.
///
/// Keys are matched as in a file; see ``KeyMatching``. Docker Hub has one credential under all of its names, and
/// `https://registry.example:443/v2/` is `registry.example`.
public actor MemoryStore: CredentialStore {
    private var entries: [(key: String, content: Candidate.Content)]
    private let matching: KeyMatching

    /// Creates a store.
    ///
    /// - Parameter credentials: Its first content. Of several for one server the last is kept.
    public init(_ credentials: [(server: ServerAddress, credential: Credential)] = []) {
        matching = .podman
        entries = []
        for (server, credential) in credentials {
            entries = Self.setting(credential, for: server, in: entries, matching)
        }
    }

    init(_ entries: [(key: String, content: Candidate.Content)], _ matching: KeyMatching) {
        self.entries = entries
        self.matching = matching
    }

    /// Looks up the credential of a server.
    ///
    /// - Parameter server: The registry, with or without a path below it.
    /// - Returns: The credential of exactly this path, else that of the longest path above it, else the host's; nil if
    ///   there is none.
    /// - Throws: ``CredentialStoreError`` if there is only an entry that cannot be read.
    public func get(_ server: ServerAddress) throws -> Credential? {
        let matcher = KeyMatcher(server, matching)
        return try entries.compactMap { entry in matcher.match(entry.key).map { ($0, entry.content) } }
            .sorted { $0.0 < $1.0 }
            .map { Candidate(key: $0.0.key, rule: $0.0.rule, content: $0.1) }
            .best()
    }

    /// Keeps a credential in place of the one for exactly this server and path.
    ///
    /// - Parameters:
    ///   - credential: What to keep, of any kind.
    ///   - server: The registry, with or without a path below it.
    /// - Throws: ``CredentialStoreError`` with the code ``CredentialStoreError/Code/notRepresentable`` if there is nothing in
    ///   the credential.
    public func put(_ credential: Credential, for server: ServerAddress) throws {
        guard !credential.isEmpty else {
            throw CredentialStoreError(
                .notRepresentable,
                "there is nothing in the credential",
                at: CredentialStoreError.Place(key: server.dockerKey),
                advice: ["To remove a credential, delete it"]
            )
        }
        entries = Self.setting(credential, for: server, in: entries, matching)
    }

    /// Removes the credential of exactly this server and path.
    ///
    /// Those of other paths and of the host stay.
    ///
    /// - Parameter server: The registry, with or without a path below it.
    public func delete(_ server: ServerAddress) {
        entries = Self.removing(server, from: entries, matching)
    }

    /// Lists what there is.
    ///
    /// - Returns: Keys and users, in bytewise order of the keys.
    public func list() -> [ListedCredential] {
        entries.compactMap { key, content in
            guard case .credential(let credential) = content else { return nil }
            return ListedCredential(key: key, username: credential.username)
        }.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    private static func setting(
        _ credential: Credential,
        for server: ServerAddress,
        in entries: [(key: String, content: Candidate.Content)],
        _ matching: KeyMatching
    ) -> [(key: String, content: Candidate.Content)] {
        // As Docker has it for hosts, as podman has it for paths.
        let key = KeyMatcher(server, .docker).canonicalKey
        return removing(server, from: entries, matching) + [(key, .credential(credential))]
    }

    private static func removing(
        _ server: ServerAddress,
        from entries: [(key: String, content: Candidate.Content)],
        _ matching: KeyMatching
    ) -> [(key: String, content: Candidate.Content)] {
        let matcher = KeyMatcher(server, matching)
        return entries.filter { matcher.match($0.key)?.isOwn != true }
    }
}
