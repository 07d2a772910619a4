internal import HelperProtocol
package import SystemSupport

extension LayeredHelper {
    /// The helpers that are used if no setting names a primary, in order of preference.
    ///
    /// `auto` chooses a backend that works in every session, and `file` needs none.
    private static let defaults = ["auto", "file"]

    /// Returns the name of the helper that `creds` stands for where a config file names it.
    ///
    /// It is the one in `DOCKER_CREDENTIAL_CREDS_STORE`; else `auto` if it is installed; else `file`. A login is never
    /// stored in plain text.
    package static func primaryName(in environment: ProcessEnvironment) -> String {
        if let named = environment[primaryVariable] { return named }
        var options = NativeStore.Options()
        options.inherited = environment
        return defaults.first { NativeStore($0, options: options).program.isInstalled } ?? "file"
    }

    /// Returns the helper that stores the logins for a key: the one that Docker's config file names for it, if that is
    /// not `creds` and no variable names another.
    ///
    /// - Parameter key: The key; nil for the helper of all keys that no setting names.
    /// - Returns: The store of the helper, which may not be installed.
    /// - Throws: ``CredentialStoreError`` if the config file cannot be read.
    func primary(for key: ServerURL?) async throws -> NativeStore {
        let isNamed = environment[Self.primaryVariable] != nil
        let configured = isNamed ? nil : try await configured(for: key)
        return NativeStore(configured ?? Self.primaryName(in: environment), options: options.helper)
    }

    private func configured(for key: ServerURL?) async throws -> String? {
        let text = key?.text ?? "docker.io"
        guard let server = try? ServerAddress(exactly: text) else { return nil }
        let config = try DynamicStore(in: environment, options: options)
        guard case .helper(let program) = try await config.destination(for: server) else { return nil }
        return String(program.dropFirst("docker-credential-".utf8.count))
    }
}

extension NativeStore {
    /// Stores credentials under exactly their key.
    func store(_ credentials: Credentials) async throws {
        let request = HelperMessage.storeRequest(credentials)
        guard try await program.run(.store, key: credentials.server.text, input: request) != nil else {
            throw program.refusal(.failed, "\(program.name) replied \"not found\" to store", credentials.server.text)
        }
    }

    /// Erases exactly one key; a key that the helper does not have is not an error.
    func erase(_ key: ServerURL) async throws {
        _ = try await program.run(.erase, key: key.text, input: Array(key.text.utf8))
    }
}

extension Credentials {
    /// Creates the reply of a helper.
    ///
    /// - Throws: ``HelperError`` for a registry token, which the protocol of helpers cannot represent.
    init(_ credential: Credential, for key: ServerURL) throws(HelperError) {
        if let token = credential.identityToken {
            self.init(server: key, username: Self.identityTokenUsername, secret: token)
        } else if let password = credential.password {
            self.init(server: key, username: credential.username ?? "", secret: password)
        } else {
            throw HelperError(.unsupported, "the credential helper protocol does not support registry tokens")
        }
    }
}

extension HelperError {
    /// Creates the error of a helper for the error of a store.
    init(_ error: CredentialStoreError) {
        let codes: [CredentialStoreError.Code: Code] = [
            .unavailable: .unavailable, .locked: .locked, .denied: .denied, .timedOut: .timedOut, .damaged: .damaged,
            .notRepresentable: .unsupported, .unsupported: .unsupported,
        ]
        self.init(codes[error.code] ?? .failed, error.messageWithPlace, advice: error.advice.map(\.asAdvice))
    }
}
