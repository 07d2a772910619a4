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
    func verify(_ server: ServerAddress, in store: some CredentialStore) async throws -> Doctor.RegistryAnswer {
        do {
            guard let credential = try await store.get(server) else { return .init(.noCredential) }
            let timeLeft = credential.expiry.map { $0 - CurrentProcess.secondsSince1970 }
            if let timeLeft, timeLeft <= 0 { return .init(.expired) }
            var answer = try await verify(credential, for: server)
            answer.timeLeft = timeLeft.map { .seconds($0) }
            return answer
        } catch let error as CredentialStoreError {
            return .init(.unreachable(error.messageWithPlace))
        }
    }

    private func verify(_ credential: Credential, for server: ServerAddress) async throws -> Doctor.RegistryAnswer {
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
            let clock = ClockReadingTransport(transport)
            let result: Doctor.Verification
            do {
                let outcome = try await LoginService(transport: clock, options: chosen)
                    .verify(credential, for: server)
                result = outcome.verdict == .authenticationNotRequired ? .notNeeded : .valid
            } catch let error as LoginError {
                result = Self.result(of: error)
            }
            return .init(result, clockDifference: clock.clockDifference)
        }
        #else
        return .init(.unreachable("this docker-creds was built without the trait HTTPClient"))
        #endif
    }

    private static func result(of error: LoginError) -> Doctor.Verification {
        guard error.code == .rejected else { return .unreachable(error.summary) }
        return error.serverErrors.contains { "\($0)".lowercased().contains("expired") } ? .expired : .rejected
    }
}

extension Credential {
    /// The expiry of a token in seconds since 1970; nil for other passwords, and for tokens that do not say.
    ///
    /// Some registries give out such a token as a password.
    fileprivate var expiry: Int? {
        guard let token = (registryToken ?? identityToken ?? password)?.revealed else { return nil }
        return TokenExpiry.seconds(of: token)
    }
}

/// The expiry that a token names.
enum TokenExpiry {
    /// Returns the expiry in seconds since 1970; nil if the text is no such token or has no expiry.
    ///
    /// It is the claim `exp` of a JSON Web Token (RFC 7519, section 4.1.4), or the member `expiration` of a password of
    /// Amazon ECR. No signature is verified: the expiry only saves a request.
    static func seconds(of token: String) -> Int? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        return switch parts.count {
        case 3: seconds(in: parts[1], Base64(.urlSafe), member: "exp")
        case 1: seconds(in: parts[0], Base64(), member: "expiration")
        default: nil
        }
    }

    private static func seconds(in text: Substring, _ coding: Base64, member: JSONKey) -> Int? {
        let unpadded = text.prefix { $0 != "=" }
        // RFC 7515: a JSON Web Token has no padding.
        let padding = String(repeating: "=", count: (4 - unpadded.utf8.count % 4) % 4)
        guard let object = coding.decode(Array((unpadded + padding).utf8)),
            let number = try? JSONDocument(parsing: object).root[member]?.numberText,
            let seconds = Double(number),
            seconds.magnitude < 1e15
        else { return nil }
        return Int(seconds)
    }
}
