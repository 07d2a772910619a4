internal import Codecs
internal import RegistryCredentials
internal import RegistryDiagnostics
internal import RegistryLogin
internal import RegistryLoginHTTP
internal import SystemSupport

/// Verifies saved credentials with their registries, without pulling or saving anything.
struct RegistryVerifier: Sendable {
    let environment: ProcessEnvironment
    /// The timeout of each request; nil for the library's default.
    let timeout: Duration?

    /// Verifies the stored credential of a registry.
    ///
    /// - Throws: `CancellationError`. Other failures are part of the result.
    func verify(_ server: ServerAddress, in store: some CredentialStore) async throws -> Doctor.Verification {
        do {
            guard let credential = try await store.get(server) else { return .noCredential }
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
            certificates: CertificateDirectories(in: environment),
            proxies: ProxySettings(in: environment),
            trustRoots: SystemTrustRoots(in: environment)
        ) { transport in
            let outcome = try await LoginService(transport: transport, options: chosen).verify(credential, for: server)
            return outcome.verdict == .authenticationNotRequired ? .notNeeded : .valid
        }
        #else
        return .unreachable("this docker-creds was built without the trait HTTPClient")
        #endif
    }

    private static func result(of error: LoginError) -> Doctor.Verification {
        guard error.code == .rejected else { return .unreachable(error.summary) }
        return error.serverErrors.contains { "\($0)".lowercased().contains("expired") } ? .expired : .rejected
    }
}

extension Credential {
    /// The expiry of a token in seconds since 1970, from its claim `exp` (RFC 7519, section 4.1.4).
    ///
    /// Some registries give out such a token as a password. Nil for others, and for tokens without the claim. The
    /// signature is not verified: the claim only saves a request.
    fileprivate var expiry: Int? {
        guard let token = (registryToken ?? identityToken ?? password)?.revealed else { return nil }
        return JSONWebToken.expiry(of: token)
    }
}

/// The claims of a JSON Web Token (RFC 7519).
enum JSONWebToken {
    /// Returns the claim `exp` in seconds since 1970; nil if the text is not such a token or has no such claim.
    static func expiry(of token: String) -> Int? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        // RFC 7515: base64 with the URL alphabet, without padding.
        let padding = String(repeating: "=", count: (4 - parts[1].utf8.count % 4) % 4)
        guard let claims = Base64(.urlSafe).decode(Array((parts[1] + padding).utf8)),
            let number = try? JSONDocument(parsing: claims).root["exp"]?.numberText, let seconds = Double(number),
            seconds.magnitude < 1e15
        else { return nil }
        return Int(seconds)
    }
}
