/// A location where container tools store credentials: a layer of
/// ``FallbackStore/init(_:environment:options:report:)``.
///
/// A structure rather than an enumeration, because more cases may be added.
public struct CredentialSource: Sendable, Hashable, CustomStringConvertible {
    enum Kind: Hashable {
        case dockerAuthConfig, dockerConfig, registryAuthFile, podmanRuntimeFile, podmanConfigFile, dockercfg, netrc
        case podmanHelpers
        case kubernetesSecret(String)
        case file(String)
        case variables(BoundVariables.Service)
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
    /// The credential helpers that `credential-helpers` in podman's `registries.conf` and its drop-in files names.
    ///
    /// Those after the word `containers-auth.json` come after podman's files. If the word is missing, podman's files are
    /// not read. `CONTAINERS_REGISTRIES_CONF` names another file.
    public static let podmanHelpers = Self(.podmanHelpers)
    /// `~/.dockercfg`, which Docker used before version 1.7; read-only.
    public static let dockercfg = Self(.dockercfg)
    /// `$NETRC`, or `~/.netrc`; read-only.
    public static let netrc = Self(.netrc)

    /// The token of a GitHub Actions workflow: `GITHUB_TOKEN` with the user `GITHUB_ACTOR`, for `ghcr.io` and
    /// `docker.pkg.github.com` only; read-only.
    ///
    /// It is ignored outside of a workflow. On a GitHub Enterprise server, whose token GitHub's registries must not get,
    /// there is no credential.
    public static let gitHubActions = Self(.variables(.gitHubActions))

    /// The variables of a GitLab CI job, read-only: `CI_REGISTRY_USER` and `CI_REGISTRY_PASSWORD`, or else
    /// `CI_JOB_TOKEN`, for the host in `CI_REGISTRY` only; and those of the dependency proxy for its host.
    ///
    /// If GitLab's other variables, such as `CI_REGISTRY_IMAGE`, name a different host, there is no credential, because a
    /// job can set `CI_REGISTRY` without knowing the password.
    public static let gitLabCI = Self(.variables(.gitLabCI))

    /// apple/container's variables: `CONTAINER_REGISTRY_USER` and `CONTAINER_REGISTRY_TOKEN`, for the host in
    /// `CONTAINER_REGISTRY_HOST` only; read-only.
    public static let appleContainer = Self(.variables(.appleContainer))

    /// tart's variables: `TART_REGISTRY_USERNAME` and `TART_REGISTRY_PASSWORD`, for the host in `TART_REGISTRY_HOSTNAME`
    /// only; read-only.
    ///
    /// Unlike in tart, there is no credential if that host is not set.
    public static let tart = Self(.variables(.tart))

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
        case .podmanHelpers: "podman's credential helpers"
        case .dockercfg: "Docker's old configuration"
        case .netrc: "netrc"
        case .kubernetesSecret: "a Kubernetes secret"
        case .file: "a configuration file"
        case .variables(.gitHubActions): "GitHub Actions"
        case .variables(.gitLabCI): "GitLab CI"
        case .variables(.appleContainer): "apple/container"
        case .variables(.tart): "tart"
        }
    }
}
