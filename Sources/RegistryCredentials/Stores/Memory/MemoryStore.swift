/// Credentials in the memory of this process, gone with it.
///
/// Servers are compared by what they mean, not by their spelling: Docker Hub answers under all of its names, and
/// `https://registry.example:443/v2/` is `registry.example`. What is kept for a host answers for the paths below it, the
/// longest path first.
public actor MemoryStore: CredentialStore {
    private var credentials: [ServerAddress: Credential] = [:]
    /// Entries of a document that could not be read, and say so when they are asked for.
    private var damaged: [ServerAddress: CredentialStoreError] = [:]
    /// Credentials of a document for all servers that fit, the one first that says most.
    private var patterns: [(glob: HostGlob, credential: Credential)] = []
    /// Whether what is kept for a path answers for its host where nothing else does, as in Docker's files.
    private var pathsAnswerForHosts = false

    /// Makes a store.
    ///
    /// - Parameter credentials: What is in it from the beginning; of several for one server the last counts.
    public init(_ credentials: [(server: ServerAddress, credential: Credential)] = []) {
        for (server, credential) in credentials { self.credentials[server] = credential }
    }

    init(
        _ contents: [ServerAddress: Candidate.Content],
        patterns: [(glob: HostGlob, credential: Credential)] = [],
        pathsAnswerForHosts: Bool = false
    ) {
        self.pathsAnswerForHosts = pathsAnswerForHosts
        self.patterns = patterns.sorted { $0.glob.weight > $1.glob.weight }
        for (server, content) in contents {
            switch content {
            case .credential(let credential): credentials[server] = credential
            case .damaged(let error): damaged[server] = error
            case .empty: continue
            }
        }
    }

    /// Looks up the credential of a server.
    ///
    /// - Parameter server: The registry, with or without a path below it.
    /// - Returns: The credential of exactly this path, else that of the longest path above it, else the host's; nil if
    ///   there is none.
    /// - Throws: ``CredentialStoreError`` if there is only an entry that could not be read.
    public func get(_ server: ServerAddress) throws -> Credential? {
        let found = credentials.filter { $0.key.covers(server) }
            .max { $0.key.path.utf8.count < $1.key.path.utf8.count }?.value
        if found == nil, let error = damaged.first(where: { $0.key.covers(server) })?.value { throw error }
        return found ?? patterns.first { $0.glob.matches(server) }?.credential ?? credentialOfAnyPath(on: server)
    }

    private func credentialOfAnyPath(on server: ServerAddress) -> Credential? {
        guard pathsAnswerForHosts else { return nil }
        return credentials.filter { $0.key.isSameHost(as: server) && !$0.key.isDockerHubToken }
            .min { $0.key.path.utf8.lexicographicallyPrecedes($1.key.path.utf8) }?.value
    }

    /// Keeps a credential in the place of the one for exactly this server and path.
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
                advice: ["To remove one, delete it"]
            )
        }
        credentials[server] = credential
        damaged[server] = nil
    }

    /// Removes every credential that ``get(_:)`` of this server answers from, also those for paths above it.
    ///
    /// - Parameter server: The registry, with or without a path below it.
    public func delete(_ server: ServerAddress) {
        credentials = credentials.filter { entry in
            !entry.key.covers(server) && !(pathsAnswerForHosts && entry.key.isSameHost(as: server))
        }
        damaged = damaged.filter { !$0.key.covers(server) }
        patterns.removeAll { $0.glob.matches(server) }
    }

    /// Lists what there is.
    ///
    /// - Returns: Keys as Docker spells them, with the path if there is one, and users, in bytewise order of the keys.
    public func list() -> [ListedCredential] {
        credentials.map { server, credential in
            let key = server.path.isEmpty ? server.dockerKey : "\(server.authority)/\(server.path)"
            return ListedCredential(key: key, username: credential.username)
        }.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }
}
