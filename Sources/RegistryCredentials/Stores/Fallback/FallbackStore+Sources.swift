internal import SystemPackage
package import SystemSupport

extension FallbackStore {
    /// Creates a store that searches the locations where other programs store credentials.
    ///
    /// If a location cannot be determined, for example without `HOME`, its layer fails with an error. A file that two
    /// locations name is one layer. Podman's files are read by podman's rules: credentials belong to namespaces, and
    /// `credsStore` is ignored. Which helpers podman uses is read here, and not again for each request.
    ///
    /// - Parameters:
    ///   - sources: The locations, in the order in which they are searched. Credentials are saved in the first one that
    ///     is not read-only.
    ///   - environment: The environment variables; nil for those of this process.
    ///   - options: How config files and helpers are used.
    ///   - report: Called with every error that `get` encounters, including errors that it does not throw.
    public init(
        _ sources: CredentialSources,
        environment: [String: String]? = nil,
        options: DynamicStore.Options = DynamicStore.Options(),
        report: (@Sendable (_ layer: String, _ error: CredentialStoreError) -> Void)? = nil
    ) {
        var options = options
        options.helper.environment = options.helper.environment ?? environment
        self.init(sources, in: environment.map { ProcessEnvironment($0) } ?? .current, options: options, report: report)
    }

    /// Creates the store for environment variables that need not be UTF-8; helpers get those that the options set.
    package init(
        _ sources: CredentialSources,
        in environment: ProcessEnvironment,
        options: DynamicStore.Options,
        report: (@Sendable (_ layer: String, _ error: CredentialStoreError) -> Void)? = nil
    ) {
        let locations = StandardLocations(environment)
        // If REGISTRY_AUTH_FILE is set, podman uses no other file.
        let podmanStops = sources == .podman && locations.registryAuthFile != nil
        let used: [CredentialSource] = podmanStops ? [.podmanHelpers, .registryAuthFile] : sources.sources
        var builder = LayerBuilder(locations, environment, options, asPodman: sources == .podman)
        for source in used { builder.add(source) }
        builder.addLastHelpers()
        self.init(builder.layers, report: report)
    }
}

/// Builds the layers of a ``FallbackStore``, each file once.
private struct LayerBuilder {
    private(set) var layers: [FallbackStore.Layer] = []
    private let locations: StandardLocations
    private let environment: ProcessEnvironment
    private let options: DynamicStore.Options
    private let asPodman: Bool
    private var paths: [String] = []
    private var isHomeMissing = false
    /// Podman's helpers that come after its files.
    private var lastHelpers: [FallbackStore.Layer] = []
    private var readsPodmanFiles = true

    init(
        _ locations: StandardLocations,
        _ environment: ProcessEnvironment,
        _ options: DynamicStore.Options,
        asPodman: Bool
    ) {
        self.locations = locations
        self.environment = environment
        self.options = options
        self.asPodman = asPodman
    }

    mutating func add(_ source: CredentialSource) {
        let locations = locations
        guard readsPodmanFiles || !isPodmanFile(source) else { return }
        switch source.kind {
        case .podmanHelpers: addPodmanHelpers(source)
        case .dockerAuthConfig: add(source, isReadOnly: true, DocumentStore.dockerAuthConfig(in: environment))
        case .dockerConfig:
            addConfiguration(source, podman: asPodman) { () throws(CredentialStoreError) in
                try locations.dockerConfig.string
            }
        case .registryAuthFile: addConfiguration(source, podman: true, locations.registryAuthFile?.string)
        case .podmanRuntimeFile: addConfiguration(source, podman: true, locations.podmanRuntimeFile?.string)
        case .podmanConfigFile:
            addConfiguration(source, podman: true) { () throws(CredentialStoreError) in
                try locations.podmanConfigFile.string
            }
        case .file(let path): addConfiguration(source, podman: false, path)
        case .dockercfg:
            addFile(source) { () throws(CredentialStoreError) in
                DocumentStore.dockercfg(path: try locations.dockercfg.string)
            }
        case .netrc:
            addFile(source) { () throws(CredentialStoreError) in NetrcStore(path: try locations.netrc.string) }
        case .kubernetesSecret(let path): add(source, isReadOnly: true, DocumentStore.kubernetesSecret(path: path))
        case .variables(let service): add(source, isReadOnly: true, VariableStore(service, environment: environment))
        }
    }

    /// Adds the layers of podman's helpers that come after its files.
    mutating func addLastHelpers() { layers += lastHelpers }

    /// Whether podman reads a file only if its configuration says so.
    private func isPodmanFile(_ source: CredentialSource) -> Bool {
        switch source.kind {
        case .registryAuthFile, .podmanRuntimeFile, .podmanConfigFile: true
        case .dockerConfig, .dockercfg: asPodman
        default: false
        }
    }

    private mutating func addPodmanHelpers(_ source: CredentialSource) {
        let conf: RegistriesConf
        do throws(CredentialStoreError) {
            conf = try RegistriesConf(environment: environment)
        } catch {
            add(source, isReadOnly: true, UnlocatableStore(error: error))
            return
        }
        readsPodmanFiles = conf.credentialHelpers.contains(RegistriesConf.authFiles)
        var isBeforeFiles = true
        var helperOptions = options.helper
        helperOptions.origin = .init(file: conf.origin?.string, key: RegistriesConf.key)
        helperOptions.aliases = .podman
        for name in conf.credentialHelpers {
            guard name != RegistriesConf.authFiles else {
                isBeforeFiles = false
                continue
            }
            guard let name = options.replacedHelpers[name] ?? name else { continue }
            let layer = FallbackStore.Layer("\(source)", NativeStore(name, options: helperOptions))
            if isBeforeFiles || !readsPodmanFiles { layers.append(layer) } else { lastHelpers.append(layer) }
        }
    }

    private mutating func add(_ source: CredentialSource, isReadOnly: Bool, _ store: any CredentialStore) {
        layers.append(FallbackStore.Layer("\(source)", store, isReadOnly: isReadOnly))
    }

    private mutating func addConfiguration(_ source: CredentialSource, podman: Bool, _ path: String?) {
        // A variable may name a file that is also a standard location.
        guard let path, !paths.contains(where: { $0.utf8.elementsEqual(path.utf8) }) else { return }
        paths.append(path)
        add(source, isReadOnly: false, DynamicStore(path: path, options: podman ? options.likePodman : options))
    }

    private mutating func addConfiguration(
        _ source: CredentialSource,
        podman: Bool,
        path: () throws(CredentialStoreError) -> String
    ) {
        do {
            addConfiguration(source, podman: podman, try path())
        } catch {
            addUnlocatable(source, error)
        }
    }

    private mutating func addFile(
        _ source: CredentialSource,
        store: () throws(CredentialStoreError) -> any CredentialStore
    ) {
        do {
            add(source, isReadOnly: true, try store())
        } catch {
            addUnlocatable(source, error)
        }
    }

    /// Adds a layer for a location that is unknown, which is an error and not a missing credential.
    ///
    /// A missing home directory is reported once, even if it affects several locations.
    private mutating func addUnlocatable(_ source: CredentialSource, _ error: CredentialStoreError) {
        guard !isHomeMissing || error.code != .unavailable else { return }
        isHomeMissing = error.code == .unavailable
        add(source, isReadOnly: true, UnlocatableStore(error: error))
    }
}

extension NativeStore: SynchronousStore {
    func getSynchronously(_ server: ServerAddress) throws(CredentialStoreError) -> Credential? {
        throw program.notAllowed(server.dockerKey)
    }
}

/// A store whose location is unknown; every request fails with that error.
private struct UnlocatableStore: ListingStore, SynchronousStore {
    let error: CredentialStoreError

    func get(_ server: ServerAddress) async throws -> Credential? { throw error }
    func put(_ credential: Credential, for server: ServerAddress) async throws { throw error }
    func delete(_ server: ServerAddress) async throws { throw error }
    func list() async throws -> [ListedCredential] { throw error }
    func getSynchronously(_ server: ServerAddress) throws(CredentialStoreError) -> Credential? { throw error }
}

extension DynamicStore.Options {
    /// The options for reading a file by podman's rules.
    fileprivate var likePodman: Self {
        var options = self
        options.file.matching = .podman
        options.usesCredentialsStore = false
        options.detectsDefaultHelper = false
        return options
    }
}
