import HelperProtocol
import RegistryCredentials
import RegistryLogin

extension FakeRegistry {
    /// A registry with one document for every path, and its token server.
    static func withTokens() -> FakeRegistry {
        let fake = FakeRegistry()
        fake.serveRegistry(body: #"{"schemaVersion":2}"#)
        fake.serveTokens()
        return fake
    }

    /// Returns a client for an image whose requests go to this registry.
    func client(
        _ store: any CredentialStore = MemoryStoreOfOne(FakeRegistry.credential),
        image: String = "registry.example/team/app:1",
        cache: TokenCache = TokenCache()
    ) throws -> RegistryClient {
        var options = RegistryClient.Options()
        options.authentication = .patient
        return RegistryClient(
            for: try ImageReference(image),
            store: store,
            transport: network,
            options: options,
            cache: cache
        )
    }
}

/// A store with one credential for every registry.
actor MemoryStoreOfOne: CredentialStore {
    private var credential: Credential?
    init(_ credential: Credential?) { self.credential = credential }
    func get(_ server: ServerAddress) -> Credential? { credential }
    func put(_ credential: Credential, for server: ServerAddress) { self.credential = credential }
    func delete(_ server: ServerAddress) { credential = nil }
}

/// A store by podman's rules: the credential of the longest namespace.
actor NamespaceStore: CredentialStore {
    private(set) var entries: [String: Credential]
    init(_ entries: [String: Credential]) { self.entries = entries }

    func get(_ server: ServerAddress) -> Credential? {
        var key = server.text
        while true {
            if let credential = entries[key] { return credential }
            guard let slash = key.lastIndex(of: "/") else { return nil }
            key = String(key[..<slash])
        }
    }

    func put(_ credential: Credential, for server: ServerAddress) { entries[server.text] = credential }
    func delete(_ server: ServerAddress) { entries[server.text] = nil }
}
