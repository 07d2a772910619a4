internal import SystemPackage
internal import SystemSupport

/// The store that Docker's configuration selects for each registry: a credential helper, or the file itself.
///
/// For a registry the helper is the one that `credHelpers` names for it, else `credsStore`, else the file; an empty name in
/// `credHelpers` means the file. Each request reads the configuration once and decides everything from that, so that a
/// change by another program is seen at once and never by half.
///
/// What a helper does not know is not looked for in the file, as with Docker, unless ``Options/fallThrough`` says so.
public struct DynamicStore: ListingStore {
    /// The path of the configuration file, which may not be there.
    public var configPath: String { file.path }

    let file: FileStore
    let options: Options
    let detected: DetectedHelper

    /// Opens the configuration at a path.
    ///
    /// - Parameters:
    ///   - path: The path of a `config.json`, or of an `auth.json`.
    ///   - options: How it is used.
    public init(path: String, options: Options = Options()) {
        var fileOptions = options.file
        fileOptions.plaintext = options.plaintext
        file = FileStore(path: path, options: fileOptions)
        self.options = options
        detected = DetectedHelper(options.helper)
    }

    /// Opens Docker's configuration: `config.json` in the directory that `DOCKER_CONFIG` names, else in `~/.docker`.
    ///
    /// - Parameters:
    ///   - environment: The variables of the process; nil for those of this one.
    ///   - options: How it is used. Helpers get `environment` too, unless the options give them another.
    /// - Throws: ``CredentialStoreError`` if neither `DOCKER_CONFIG` nor `HOME` says where it is.
    public init(
        environment: [String: String]? = nil,
        options: Options = Options()
    ) throws(CredentialStoreError) {
        var options = options
        options.helper.environment = options.helper.environment ?? environment
        let environment = environment.map { ProcessEnvironment($0) } ?? .current
        self.init(path: try StandardLocations(environment).dockerConfig.string, options: options)
    }

    /// Whether the file says anything of credentials: a helper, or an entry, be it an empty one.
    ///
    /// - Returns: False also if there is no file.
    /// - Throws: ``CredentialStoreError`` if the file cannot be read or parsed.
    public func isAuthConfigured() async throws -> Bool {
        try await file.isAuthConfigured()
    }

    /// Looks up the credential of a registry in the store that the configuration selects.
    ///
    /// Where nothing is configured there is nothing to read: no helper is looked for.
    ///
    /// - Parameter server: The registry, under any of its names.
    /// - Returns: The credential, with the registry token that the file may hold beside a helper's; nil if there is none.
    /// - Throws: ``CredentialStoreError`` of the file or of the helper; `CancellationError`.
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
    /// The same credential with the registry token of another, as Docker keeps that token in the file.
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
