/// A place where the programs of this world keep credentials: a layer of ``FallbackStore/init(_:environment:options:report:)``.
///
/// A struct and not an enumeration, since more may come.
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

    /// The text of `DOCKER_AUTH_CONFIG`, read only.
    public static let dockerAuthConfig = Self(.dockerAuthConfig)
    /// Docker's configuration, with the helpers that it names: `$DOCKER_CONFIG/config.json`, else `~/.docker/config.json`.
    public static let dockerConfig = Self(.dockerConfig)
    /// The file that `REGISTRY_AUTH_FILE` names for podman, skopeo and buildah.
    public static let registryAuthFile = Self(.registryAuthFile)
    /// Podman's file that a restart empties: `$XDG_RUNTIME_DIR/containers/auth.json`.
    public static let podmanRuntimeFile = Self(.podmanRuntimeFile)
    /// Podman's file that stays: `$XDG_CONFIG_HOME/containers/auth.json`, else `~/.config/containers/auth.json`.
    public static let podmanConfigFile = Self(.podmanConfigFile)
    /// `~/.dockercfg`, which Docker used before 1.7; read only.
    public static let dockercfg = Self(.dockercfg)
    /// `$NETRC`, else `~/.netrc`; read only.
    public static let netrc = Self(.netrc)

    /// A Kubernetes secret in a file; read only.
    ///
    /// - Parameter path: The object, or the mounted `.dockerconfigjson` or `.dockercfg`.
    /// - Returns: The source.
    public static func kubernetesSecret(_ path: String) -> CredentialSource { Self(.kubernetesSecret(path)) }

    /// A configuration file of Docker, with the helpers that it names.
    ///
    /// - Parameter path: Where it is.
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
