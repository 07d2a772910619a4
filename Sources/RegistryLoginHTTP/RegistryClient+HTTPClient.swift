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
    ///   - options: Where credentials may be sent, and how long to wait.
    ///   - certificates: The certificates of registries.
    ///   - proxies: The proxy for each request.
    ///   - trustRoots: The trusted authorities, in addition to those in `certificates`.
    ///   - body: Takes the client, which must not be used after it returns.
    /// - Returns: The result of `body`.
    /// - Throws: The errors of `body`.
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
