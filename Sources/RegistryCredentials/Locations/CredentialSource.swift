/// A location where container tools store credentials: a layer of
/// ``FallbackStore/init(_:environment:options:report:)``.
///
/// A structure rather than an enumeration, because more cases may be added.
public struct CredentialSource: Sendable, Hashable, CustomStringConvertible {
    enum Kind: Hashable {
        case dockerAuthConfig, dockerConfig, registryAuthFile, podmanRuntimeFile, podmanConfigFile, dockercfg, netrc
        case kubernetesSecret(String)
        case file(String)
    }

    let kind: Kind

    private init(_ kind: Kind) {
        self.kind = kind
    }

    /// The variable `DOCKER_AUTH_CONFIG`; read-only.
    public static let dockerAuthConfig = Self(.dockerAuthConfig)
    /// Docker's config file and the helpers that it names: `$DOCKER_CONFIG/config.json`, or `~/.docker/config.json`.
    public static let dockerConfig = Self(.dockerConfig)
    /// The file named by `REGISTRY_AUTH_FILE`, which podman, skopeo and buildah use.
    public static let registryAuthFile = Self(.registryAuthFile)
    /// Podman's temporary file, which is lost on reboot: `$XDG_RUNTIME_DIR/containers/auth.json`.
    public static let podmanRuntimeFile = Self(.podmanRuntimeFile)
    /// Podman's persistent file: `$XDG_CONFIG_HOME/containers/auth.json`, or `~/.config/containers/auth.json`.
    public static let podmanConfigFile = Self(.podmanConfigFile)
    /// `~/.dockercfg`, which Docker used before version 1.7; read-only.
    public static let dockercfg = Self(.dockercfg)
    /// `$NETRC`, or `~/.netrc`; read-only.
    public static let netrc = Self(.netrc)

    /// A Kubernetes secret in a file; read-only.
    ///
    /// - Parameter path: The path of the secret's manifest, or of a mounted `.dockerconfigjson` or `.dockercfg`.
    /// - Returns: The source.
    public static func kubernetesSecret(_ path: String) -> CredentialSource { Self(.kubernetesSecret(path)) }

    /// A config file in Docker's format and the helpers that it names.
    ///
    /// - Parameter path: The path of the file.
    /// - Returns: The source.
    public static func file(_ path: String) -> CredentialSource { Self(.file(path)) }

    /// The name of the layer in reports.
    public var description: String {
        switch kind {
        case .dockerAuthConfig: "DOCKER_AUTH_CONFIG"
        case .dockerConfig: "Docker's configuration"
        case .registryAuthFile: "REGISTRY_AUTH_FILE"
        case .podmanRuntimeFile: "podman's runtime file"
        case .podmanConfigFile: "podman's configuration"
        case .dockercfg: "Docker's old configuration"
        case .netrc: "netrc"
        case .kubernetesSecret: "a Kubernetes secret"
        case .file: "a configuration file"
        }
    }
}
