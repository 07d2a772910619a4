internal import SystemPackage
internal import SystemSupport

/// The store that Docker's configuration decides on: for each server a credential helper, or the file itself.
///
/// For a server the helper is the one that `credHelpers` names for it, else `credsStore`, else the file; an empty name in
/// `credHelpers` means the file. The configuration is read anew with each request, so that what other programs change
/// counts at once.
///
/// What a helper does not know is not looked for in the file, as with Docker, unless ``Options/fallThrough`` says so.
public struct DynamicStore: CredentialStore {
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
    /// - Throws: ``CredentialStoreError`` if the file cannot be read, or not be understood.
    public func isAuthConfigured() async throws -> Bool {
        try await file.isAuthConfigured()
    }

    /// Looks up the credential of a server where the configuration says.
    ///
    /// - Parameter server: The registry, however it is spelt.
    /// - Returns: The credential, with the registry token that the file may hold beside a helper's; nil if there is none.
    /// - Throws: ``CredentialStoreError`` of the file or of the helper; `CancellationError`.
    public func get(_ server: ServerAddress) async throws -> Credential? {
        guard case .helper(let helper) = try await holder(of: server) else { return try await file.get(server) }
        do {
            if let credential = try await helper.store.get(server) {
                return credential.adding(registryTokenOf: try? await file.get(server))
            }
        } catch let error as CredentialStoreError {
            guard options.fallThrough == .onFailure else { throw error }
        }
        return options.fallThrough == .final ? nil : try await file.get(server)
    }

    /// Saves the credential of a server where the configuration says.
    ///
    /// After a helper has taken it, what the file held in clear for the server is removed. If that helper was found by
    /// ``Options/detectsDefaultHelper``, it is written to `credsStore`.
    ///
    /// - Parameters:
    ///   - credential: What to save.
    ///   - server: The registry, however it is spelt.
    /// - Throws: ``CredentialStoreError`` of the file or of the helper;
    ///   ``CredentialStoreError/Code/plaintextRefused`` where only the file could take it and ``Options/plaintext`` does
    ///   not allow that; `CancellationError`.
    public func put(_ credential: Credential, for server: ServerAddress) async throws {
        guard case .helper(let helper) = try await holder(of: server) else {
            return try await putIntoFile(credential, for: server)
        }
        try await helper.store.put(credential, for: server)
        do {
            try await file.blank(server)
            if helper.origin == .detected { try await file.setCredentialsStore(helper.store.name) }
        } catch let error as CredentialStoreError {
            throw CredentialStoreError(
                error.code,
                "the helper has the credential, but the configuration could not be changed to go with it: "
                    + error.message,
                at: error.place,
                advice: error.advice
            )
        }
    }

    private func putIntoFile(_ credential: Credential, for server: ServerAddress) async throws {
        do {
            try await file.put(credential, for: server)
        } catch let error as CredentialStoreError where error.code == .plaintextRefused {
            // Why no helper took it, if one was looked for.
            let refusals = options.detectsDefaultHelper ? await detected.refusals : []
            let reasons = refusals.map { "\($0.place.helper ?? "A helper") was passed over: \($0.message)" }
            throw CredentialStoreError(error.code, error.message, at: error.place, advice: error.advice + reasons)
        }
    }

    /// Removes the credential of a server from the helper, under all its spellings, and from the file.
    ///
    /// - Parameter server: The registry, however it is spelt.
    /// - Throws: ``CredentialStoreError`` of the helper, after the file was seen to, or of the file; `CancellationError`.
    public func delete(_ server: ServerAddress) async throws {
        var failure: (any Error)?
        if case .helper(let helper) = try await holder(of: server) {
            do { try await helper.store.delete(server) } catch { failure = error }
        }
        try await file.delete(server)
        if let failure { throw failure }
    }
}

extension Credential {
    /// The same credential with the registry token of another, as Docker keeps that token in the file.
    func adding(registryTokenOf other: Credential??) -> Credential {
        guard registryToken == nil, let token = other??.registryToken else { return self }
        return Credential(
            username: username,
            password: password,
            identityToken: identityToken,
            registryToken: token
        )
    }
}
