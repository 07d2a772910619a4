/// Places where credentials are looked for, in order.
///
/// The presets are what the programs themselves do; any other order is an array.
public struct CredentialSources: Sendable, Equatable, ExpressibleByArrayLiteral {
    /// The places, in the order in which they are asked.
    public let sources: [CredentialSource]

    /// Puts places in an order.
    ///
    /// - Parameter sources: The places, in the order in which they are asked.
    public init(_ sources: [CredentialSource]) {
        self.sources = sources
    }

    /// Puts places in an order.
    ///
    /// - Parameter sources: The places, in the order in which they are asked.
    public init(arrayLiteral sources: CredentialSource...) {
        self.sources = sources
    }

    /// As Docker: `DOCKER_AUTH_CONFIG`, then its configuration with the helpers that it names.
    ///
    /// The variable takes precedence over a later login, as with Docker. An array in the other order changes that.
    public static let docker: Self = [.dockerAuthConfig, .dockerConfig]

    /// As podman, skopeo and buildah: the file that `REGISTRY_AUTH_FILE` names and no other, or podman's two, Docker's and
    /// Docker's old one.
    public static let podman: Self = [
        .registryAuthFile, .podmanRuntimeFile, .podmanConfigFile, .dockerConfig, .dockercfg,
    ]

    /// What Docker finds, then what podman finds.
    public static let dockerThenPodman: Self = [
        .dockerAuthConfig, .dockerConfig, .registryAuthFile, .podmanRuntimeFile, .podmanConfigFile, .dockercfg,
    ]

    /// What build services set: variables first, then all files, netrc last.
    public static let ci: Self = [
        .dockerAuthConfig, .registryAuthFile, .dockerConfig, .podmanRuntimeFile, .podmanConfigFile, .netrc,
    ]
}
