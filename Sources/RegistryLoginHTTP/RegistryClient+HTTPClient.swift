#if HTTPClient
public import RegistryCredentials
public import RegistryLogin

extension RegistryClient {
    /// Calls `body` with a client for an image, and closes its connections afterwards.
    ///
    /// By default everything comes from this process's environment: the credentials of docker and podman, proxies,
    /// certificates and trust roots.
    ///
    /// - Parameters:
    ///   - image: The image.
    ///   - store: Where the credential is looked up.
    ///   - options: What may be sent where, and how long to wait.
    ///   - certificates: Where the certificates of registries are.
    ///   - proxies: Which requests take a proxy.
    ///   - trustRoots: The authorities to trust beside those of `certificates`.
    ///   - body: Gets the client, which it should not keep.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    public static func withClient<Result>(
        for image: ImageReference,
        store: any CredentialStore = FallbackStore(.dockerThenPodman),
        options: Options = Options(),
        certificates: CertificateDirectories = CertificateDirectories(),
        proxies: ProxySettings = ProxySettings(),
        trustRoots: SystemTrustRoots = SystemTrustRoots(),
        _ body: (RegistryClient) async throws -> Result
    ) async throws -> Result {
        try await HTTPClientTransport.withTransport(
            certificates: certificates,
            proxies: proxies,
            trustRoots: trustRoots
        ) { transport in
            try await body(RegistryClient(for: image, store: store, transport: transport, options: options))
        }
    }
}
#endif
