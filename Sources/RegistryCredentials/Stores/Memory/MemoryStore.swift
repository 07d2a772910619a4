/// A store in the memory of this process.
///
/// Keys match as in a file; see ``KeyMatching``. Docker Hub has one credential under all its names, and
/// `https://registry.example:443/v2/` is the same as `registry.example`.
public actor MemoryStore: CredentialStore {
    private var entries: [(key: String, content: Candidate.Content)]
    private let matching: KeyMatching

    /// Creates a store.
    ///
    /// - Parameter credentials: The initial content. If there are several credentials for one address, the last is
    ///   used.
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

    /// Looks up the credential of a registry.
    ///
    /// - Parameter server: The registry, with or without a path.
    /// - Returns: The credential of exactly this path, or else that of the longest parent path, or else the host's; nil
    ///   if there is none.
    /// - Throws: ``CredentialStoreError`` if the only matching entry is damaged.
    public func get(_ server: ServerAddress) throws -> Credential? {
        let matcher = KeyMatcher(server, matching)
        return try entries.compactMap { entry in matcher.match(entry.key).map { ($0, entry.content) } }
            .sorted { $0.0 < $1.0 }
            .map { Candidate(key: $0.0.key, rule: $0.0.rule, content: $0.1) }
            .best()
    }

    /// Saves the credential of exactly this host, port and path, replacing the existing one.
    ///
    /// - Parameters:
    ///   - credential: The credential to save, of any kind.
    ///   - server: The registry, with or without a path.
    /// - Throws: ``CredentialStoreError`` with the code ``CredentialStoreError/Code/notRepresentable`` if the
    ///   credential is empty.
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

    /// Saves a credential if the store still has the one that it was made from, in one step.
    ///
    /// - Parameters:
    ///   - old: The credential that `get` returned.
    ///   - new: The credential to save.
    ///   - server: The registry, with or without a path.
    /// - Returns: False if the store has another credential, or none.
    /// - Throws: The errors of ``get(_:)`` and ``put(_:for:)``.
    public func replace(_ old: Credential, with new: Credential, for server: ServerAddress) throws -> Bool {
        guard try get(server) == old else { return false }
        try put(new, for: server)
        return true
    }

    /// Removes the credential of exactly this host, port and path.
    ///
    /// Credentials of other paths and of the host stay.
    ///
    /// - Parameter server: The registry, with or without a path.
    public func delete(_ server: ServerAddress) {
        entries = Self.removing(server, from: entries, matching)
    }

    /// Lists the credentials in the store.
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
        // Docker's key for hosts, podman's key for paths.
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

extension MemoryStore {
    /// Creates a store with the plain-text credentials of a config file.
    ///
    /// - Parameter document: The content of a `config.json` or `auth.json`; its credential helpers are ignored.
    /// - Throws: ``CredentialStoreError`` if the document is not valid. A damaged entry is an error only when it is
    ///   looked up.
    public init(dockerConfig document: [UInt8]) throws(CredentialStoreError) {
        self.init(try ConfigDocument(parsing: document).contents(), .docker)
    }

    /// Creates a store with the credentials of a Kubernetes image pull secret, matched by the kubelet's rules.
    ///
    /// - Parameter document: The manifest in JSON, or the content of its `.dockerconfigjson` or `.dockercfg`.
    /// - Throws: ``CredentialStoreError`` if the document has another format. A damaged entry is an error only when it
    ///   is looked up.
    public init(kubernetesSecret document: [UInt8]) throws(CredentialStoreError) {
        self.init(try DocumentSource.kubernetesSecret(document).contents(), .kubernetes)
    }
}
