internal import SystemPackage
package import SystemSupport

/// The store that Docker's configuration selects for each registry: a credential helper, or the file itself.
///
/// The store for a registry is the helper in `credHelpers`, or else the helper in `credsStore`, or else the file. An
/// empty name in `credHelpers` selects the file. Each request reads the configuration once, so it sees changes by other
/// programs at once and never uses a mix of two versions.
///
/// If a helper has no credential, the file is not used, as in Docker. ``Options/fallThrough`` changes that.
public struct DynamicStore: ListingStore {
    /// The path of the config file, which may not exist.
    public var configPath: String { file.path }

    let file: FileStore
    let options: Options
    let detected: DetectedHelper

    /// Creates a store for the config file at a path.
    ///
    /// - Parameters:
    ///   - path: The path of a `config.json`, or of an `auth.json`.
    ///   - options: How the configuration is used.
    public init(path: String, options: Options = Options()) {
        var fileOptions = options.file
        fileOptions.plaintext = options.plaintext
        file = FileStore(path: path, options: fileOptions)
        self.options = options
        detected = DetectedHelper(options.helper)
    }

    /// Creates a store for Docker's config file: `config.json` in the directory named by `DOCKER_CONFIG`, or else in
    /// `~/.docker`.
    ///
    /// - Parameters:
    ///   - environment: The environment variables; nil for those of this process.
    ///   - options: How the configuration is used. Helpers get `environment` too, unless the options set a different
    ///     one.
    /// - Throws: ``CredentialStoreError`` if neither `DOCKER_CONFIG` nor `HOME` gives its location.
    public init(
        environment: [String: String]? = nil,
        options: Options = Options()
    ) throws(CredentialStoreError) {
        var options = options
        options.helper.environment = options.helper.environment ?? environment
        try self.init(in: environment.map { ProcessEnvironment($0) } ?? .current, options: options)
    }

    /// Creates the store for environment variables that need not be UTF-8; helpers get those that the options set.
    package init(in environment: ProcessEnvironment, options: Options) throws(CredentialStoreError) {
        self.init(path: try StandardLocations(environment).dockerConfig.string, options: options)
    }

    /// Whether the file configures credentials: it names a helper or has an entry, even an empty one.
    ///
    /// - Returns: False if the file is missing or configures none.
    /// - Throws: ``CredentialStoreError`` if the file cannot be read or parsed.
    public func isAuthConfigured() async throws -> Bool {
        try await file.isAuthConfigured()
    }

    /// Looks up the credential of a registry in the store that the configuration selects.
    ///
    /// If nothing is configured, no helper is searched for.
    ///
    /// - Parameter server: The registry, under any of its names.
    /// - Returns: The credential, with the registry token from the file if there is one; nil if there is no credential.
    /// - Throws: The ``CredentialStoreError`` of the file or the helper; `CancellationError`.
    public func get(_ server: ServerAddress) async throws -> Credential? {
        let snapshot = try await file.snapshot()
        let inFile = try snapshot.candidates(for: server)
        guard case .helper(let helper) = try holder(of: server, in: snapshot) else { return try inFile.best() }
        do {
            if let credential = try await helper.store.get(server) {
                return credential.adding(registryTokenOf: inFile.lazy.compactMap(\.credential).first)
            }
        } catch let error as CredentialStoreError {
            guard options.fallThrough == .whenNotFoundOrFailed else { throw error }
        }
        return options.fallThrough == .never ? nil : try inFile.best()
    }
}

extension Credential {
    /// Returns the credential with the registry token of another, because Docker stores that token in the file.
    func adding(registryTokenOf other: Credential?) -> Credential {
        guard registryToken == nil, let token = other?.registryToken else { return self }
        return Credential(
            username: username,
            password: password,
            identityToken: identityToken,
            registryToken: token
        )
    }
}
