/// The locations where credentials are searched, in order.
///
/// The presets match what the programs themselves do. Use an array literal for any other order.
public struct CredentialSources: Sendable, Equatable, ExpressibleByArrayLiteral {
    /// The locations, in the order in which they are searched.
    public let sources: [CredentialSource]

    /// Creates a search order.
    ///
    /// - Parameter sources: The locations, in the order in which they are searched.
    public init(_ sources: [CredentialSource]) {
        self.sources = sources
    }

    /// Creates a search order.
    ///
    /// - Parameter sources: The locations, in the order in which they are searched.
    public init(arrayLiteral sources: CredentialSource...) {
        self.sources = sources
    }

    /// Docker's order: `DOCKER_AUTH_CONFIG`, then the config file and the helpers that it names.
    ///
    /// As in Docker, the variable takes precedence over a later login. Use an array in the opposite order to change
    /// that.
    public static let docker: Self = [.dockerAuthConfig, .dockerConfig]

    /// The order of podman, skopeo and buildah.
    ///
    /// The helpers in `registries.conf` come first. They are followed by the file named by `REGISTRY_AUTH_FILE` if that is
    /// set, and otherwise by podman's two files, Docker's config file and `~/.dockercfg`.
    public static let podman: Self = [
        .podmanHelpers, .registryAuthFile, .podmanRuntimeFile, .podmanConfigFile, .dockerConfig, .dockercfg,
    ]

    /// Docker's locations, then podman's.
    public static let dockerThenPodman: Self = [
        .dockerAuthConfig, .dockerConfig, .podmanHelpers, .registryAuthFile, .podmanRuntimeFile, .podmanConfigFile,
        .dockercfg,
    ]

    /// An order for continuous integration: variables first, then files, netrc last.
    public static let ci: Self = [
        .dockerAuthConfig, .gitHubActions, .gitLabCI, .appleContainer, .tart, .registryAuthFile, .dockerConfig,
        .podmanRuntimeFile, .podmanConfigFile, .netrc,
    ]
}
