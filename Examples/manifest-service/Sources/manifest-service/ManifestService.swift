import RegistryLoginHTTP

/// The part of a server that reads manifests: one transport, one cache of tokens and one of credentials for all requests.
struct ManifestService {
    private let transport = HTTPClientTransport()
    private let tokens = TokenCache()
    private let store = CachingStore(FallbackStore(.ci))

    func manifest(of name: String) async throws -> [UInt8] {
        let image = try ImageReference(name)
        let client = RegistryClient(for: image, store: store, transport: transport, cache: tokens)
        return try await client.manifest().body
    }

    /// Ends all requests and closes their connections.
    func shutdown() {
        transport.shutdown()
    }
}
