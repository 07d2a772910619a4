internal import RegistryCredentials
internal import RegistryDiagnostics
internal import RegistryLogin
internal import RegistryLoginHTTP
internal import SystemSupport

/// Asks registries whether saved credentials are valid: pulls nothing and saves nothing.
struct RegistryVerifier: Sendable {
    let environment: [String: String]
    /// The limit for each request; nil for that of the library.
    let timeout: Duration?

    /// What a registry says of the credential that the stores have for it.
    ///
    /// - Throws: `CancellationError`. What else fails is the result.
    func verify(_ server: ServerAddress, in store: some CredentialStore) async throws -> Doctor.Verification {
        do {
            guard let credential = try await store.get(server) else { return .unreachable("there is no credential") }
            if let expiry = credential.expiry, expiry <= CurrentProcess.secondsSince1970 { return .expired }
            return try await verify(credential, for: server)
        } catch let error as CredentialStoreError {
            return .unreachable(error.messageWithPlace)
        } catch let error as LoginError {
            return Self.result(of: error)
        }
    }

    private func verify(_ credential: Credential, for server: ServerAddress) async throws -> Doctor.Verification {
        #if HTTPClient
        var options = LoginOptions()
        options.plainHTTP = .loopback
        options.authentication.clientID = "docker-creds"
        if let timeout { options.authentication.timeout = timeout }
        let chosen = options
        return try await HTTPClientTransport.withTransport(
            certificates: CertificateDirectories(environment: environment),
            proxies: ProxySettings(environment: environment)
        ) { transport in
            let outcome = try await LoginService(transport: transport, options: chosen).verify(credential, for: server)
            return outcome.verdict == .authenticationNotRequired ? .notNeeded : .valid
        }
        #else
        return .unreachable("this docker-creds was built without the trait HTTPClient")
        #endif
    }

    private static func result(of error: LoginError) -> Doctor.Verification {
        guard error.code == .refused else { return .unreachable(error.summary) }
        return error.serverErrors.contains { "\($0)".lowercased().contains("expired") } ? .expired : .rejected
    }
}

extension Credential {
    /// The time at which a token ends, in seconds since 1970, by its own claim `exp` (RFC 7519, section 4.1.4).
    ///
    /// Nil for passwords and for tokens that do not say so. The claim is not verified: it only spares a question.
    fileprivate var expiry: Int? {
        guard let token = (registryToken ?? identityToken)?.revealed else { return nil }
        return JSONWebToken.expiry(of: token)
    }
}
