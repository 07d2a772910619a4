internal import SystemPackage
internal import SystemSupport

/// The files in which podman, skopeo and buildah store credentials.
public struct PodmanFiles: Sendable {
    /// The paths that podman reads, the one with precedence first.
    public let paths: [String]

    /// The path of the file that survives a restart of the machine, or the only file that is used.
    public let persistent: String

    /// The names of the helpers in `registries.conf`, and ``RegistriesConf/authFiles`` for the files.
    let helpers: [String]

    /// Locates the files.
    ///
    /// - Parameters:
    ///   - path: The only file; nil for the file named by `REGISTRY_AUTH_FILE`, or else podman's temporary and its
    ///     persistent file.
    ///   - environment: The environment variables; nil for those of this process.
    /// - Throws: ``CredentialStoreError`` if the home directory is unknown.
    public init(path: String? = nil, environment: [String: String]? = nil) throws(CredentialStoreError) {
        try self.init(path: path, in: environment.map { ProcessEnvironment($0) } ?? .current)
    }

    /// Locates the files by environment variables that need not be UTF-8.
    init(path: String?, in environment: ProcessEnvironment) throws(CredentialStoreError) {
        let locations = StandardLocations(environment)
        // Podman itself fails with a damaged registries.conf; its files can still be changed.
        let conf = path == nil ? try? RegistriesConf(environment: environment) : nil
        helpers = conf?.credentialHelpers ?? [RegistriesConf.authFiles]
        if let only = path ?? locations.registryAuthFile?.string {
            (paths, persistent) = ([only], only)
        } else {
            persistent = try locations.podmanConfigFile.string
            paths = [locations.podmanRuntimeFile?.string, persistent].compactMap(\.self)
        }
    }

    init(
        _ environment: ProcessEnvironment,
        _ options: CredentialMigration.Options
    ) throws(CredentialStoreError) {
        try self.init(path: options.podmanFile, in: environment)
    }

    /// The stores of the files, in the order of ``paths``.
    var stores: [FileStore] { paths.map(Self.store) }

    /// The store of the persistent file.
    var store: FileStore { Self.store(persistent) }

    /// Returns the store of a file with podman's rules.
    static func store(_ path: String) -> FileStore {
        var options = FileStore.Options()
        options.plaintext = .allow
        options.matching = .podman
        return FileStore(path: path, options: options)
    }
}
