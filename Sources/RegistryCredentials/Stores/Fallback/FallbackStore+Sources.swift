internal import SystemPackage
internal import SystemSupport

extension FallbackStore {
    /// Asks the places where other programs keep credentials.
    ///
    /// A place that an environment without `HOME` does not have is left out. Podman's files are read by podman's rules:
    /// credentials belong to namespaces, and `credsStore` does not count.
    ///
    /// - Parameters:
    ///   - sources: The places, in the order in which they are asked. The first that can be saved to takes what is saved.
    ///   - environment: The variables of the process; nil for those of this one.
    ///   - options: How configuration files and helpers are used.
    ///   - report: Gets every error that `get` meets, also those that are not thrown in the end.
    public init(
        _ sources: CredentialSources,
        environment: [String: String]? = nil,
        options: DynamicStore.Options = DynamicStore.Options(),
        report: (@Sendable (_ layer: String, _ error: CredentialStoreError) -> Void)? = nil
    ) {
        var options = options
        options.helper.environment = options.helper.environment ?? environment
        let variables = environment.map { ProcessEnvironment($0) } ?? .current
        let locations = StandardLocations(variables)
        // Where REGISTRY_AUTH_FILE is set, podman looks nowhere else.
        let podmanStops = sources == .podman && locations.registryAuthFile != nil
        let layers = sources.sources.prefix(podmanStops ? 1 : .max).compactMap { source in
            Self.layer(source, locations, environment: environment, options, asPodman: sources == .podman)
        }
        self.init(layers, report: report)
    }

    private static func layer(
        _ source: CredentialSource,
        _ locations: StandardLocations,
        environment: [String: String]?,
        _ options: DynamicStore.Options,
        asPodman: Bool
    ) -> Layer? {
        func configuration(_ path: String?, podman: Bool) -> Layer? {
            path.map { path in
                Layer("\(source)", DynamicStore(path: path, options: podman ? options.likePodman : options))
            }
        }
        func readOnly(_ store: (any CredentialStore)?) -> Layer? {
            store.map { Layer("\(source)", $0, isReadOnly: true) }
        }
        return switch source.kind {
        case .dockerAuthConfig: readOnly(DocumentStore.dockerAuthConfig(environment: environment))
        case .dockerConfig: configuration((try? locations.dockerConfig)?.string, podman: asPodman)
        case .registryAuthFile: configuration(locations.registryAuthFile?.string, podman: true)
        case .podmanRuntimeFile: configuration(locations.podmanRuntimeFile?.string, podman: true)
        case .podmanConfigFile: configuration(locations.podmanConfigFile?.string, podman: true)
        case .file(let path): configuration(path, podman: false)
        case .dockercfg: readOnly(locations.dockercfg.map { DocumentStore.dockercfg(path: $0.string) })
        case .netrc: readOnly(locations.netrc.map { NetrcStore(path: $0.string) })
        case .kubernetesSecret(let path): readOnly(DocumentStore.kubernetesSecret(path: path))
        }
    }
}

extension DynamicStore.Options {
    /// How podman reads a file.
    fileprivate var likePodman: Self {
        var options = self
        options.file.matching = .podman
        options.honoursCredentialsStore = false
        options.detectsDefaultHelper = false
        return options
    }
}
