internal import HTTPTypes
internal import HelperProtocol
public import RegistryCredentials
internal import SystemSupport

/// Logs in to registries: verifies a credential with the registry, then saves it.
///
/// It never uses a token of an earlier login, so the result is always current.
public struct LoginService: Sendable {
    let options: LoginOptions
    let runner: RequestRunner
    let now: @Sendable () -> Duration

    /// Creates a service; nothing is sent.
    ///
    /// - Parameters:
    ///   - transport: Sends the requests.
    ///   - options: How to log in.
    public init(transport: any HTTPTransport, options: LoginOptions = LoginOptions()) {
        self.options = options
        runner = RequestRunner(transport: transport, timeout: options.authentication.timeout)
        now = { WallClock.sinceEpoch }
    }

    /// Verifies a credential with the registry, then saves it.
    ///
    /// It is not an error if the registry requires no authentication, but nothing is saved then unless
    /// ``LoginOptions/savesUnverified`` is set. An identity token is saved with the user name, unless the store cannot
    /// store both.
    ///
    /// - Parameters:
    ///   - server: The registry. A path below its host is used only to ask for the right to push.
    ///   - credential: The credential.
    ///   - store: The store in which it is saved, replacing the existing one.
    /// - Returns: The outcome.
    /// - Throws: ``LoginError`` if the registry rejects the credential or cannot be reached; the errors of the store;
    ///   `CancellationError`. Nothing has been saved then.
    public func login(
        to server: ServerAddress,
        with credential: Credential,
        savingIn store: any CredentialStore
    ) async throws -> LoginOutcome {
        var outcome = try await verify(credential, for: server)
        if outcome.verdict != .authenticationNotRequired || options.savesUnverified {
            try Task.checkCancellation()
            try await save(&outcome, in: store)
        }
        return outcome
    }

    private func save(_ outcome: inout LoginOutcome, in store: any CredentialStore) async throws {
        let report = try await store.putReporting(outcome.credential, for: ServerAddress(outcome.key))
        if report.omittedUsername != nil, let token = outcome.credential.identityToken {
            outcome.credential = .identityToken(token)
        }
        outcome.saved = report
    }

    /// Verifies a credential with the registry and saves nothing: a login without its last step.
    ///
    /// - Parameters:
    ///   - credential: The credential.
    ///   - server: The registry. A path below its host is used only to ask for the right to push.
    /// - Returns: The outcome.
    /// - Throws: ``LoginError`` if the registry rejects the credential or cannot be reached; `CancellationError`.
    public func verify(_ credential: Credential, for server: ServerAddress) async throws -> LoginOutcome {
        let proof = try LoginProof(credential)
        let (probe, reply) = try await locate(server, hiding: proof.filter())
        let authenticator = RegistryAuthenticator(loggingInTo: probe.registry, with: proof, runner, options, now: now)
        switch reply.head.status.code {
        case 200..<300:
            try probe.checkIsRegistry(reply)
            let push = PushProbe(probe: probe, repository: server.path, mayFail: options.savesUnverified)
            let verified = try await push.verify(with: authenticator)
            return outcome(of: proof, credential, at: probe.registry, server, verified)
        case 401:
            guard let answer = try await authenticator.answer(reply, to: probe.request) else {
                throw probe.error(for: reply)
            }
            let second = try await probe.ask(with: answer.authorization)
            guard (200..<300).contains(second.head.status.code) else {
                throw probe.error(for: second, hiding: proof.filter(hiding: answer.token?.secrets ?? []))
            }
            try probe.checkIsRegistry(second)
            let verified = (by: LoginOutcome.Verifier.registry, identityToken: answer.token?.identityToken)
            return outcome(of: proof, credential, at: probe.registry, server, verified)
        default:
            throw probe.error(for: reply).advised(about: server)
        }
    }

    private func outcome(
        of proof: LoginProof,
        _ credential: Credential,
        at registry: HTTPOrigin,
        _ server: ServerAddress,
        _ verified: PushProbe.Verification?
    ) -> LoginOutcome {
        func outcome(_ verdict: LoginOutcome.Verdict, _ credential: Credential) -> LoginOutcome {
            LoginOutcome(
                verdict: verdict,
                verifiedBy: verified?.by,
                registry: registry,
                key: server.dockerKey,
                credential: credential
            )
        }
        guard let verified else { return outcome(.authenticationNotRequired, credential) }
        guard let token = worthSaving(verified.identityToken, of: proof) else { return outcome(.accepted, credential) }
        return outcome(.identityTokenObtained, .identityToken(token, username: credential.username))
    }

    /// Returns the identity token to save; nil if there is none.
    ///
    /// Some token servers send an identity token without being asked, and some replace the old one, which is then
    /// invalid.
    private func worthSaving(_ identityToken: Secret?, of proof: LoginProof) -> Secret? {
        switch proof {
        case .identityToken(let old, _, _): identityToken == old ? nil : identityToken
        default: options.wantsIdentityToken ? identityToken : nil
        }
    }
}

extension AccessToken {
    /// The secrets that a registry which receives the token may repeat.
    fileprivate var secrets: [Secret] { [value] + (identityToken.map { [$0] } ?? []) }
}

extension LoginError {
    /// Returns the error with the advice for an address that has a path.
    fileprivate func advised(about server: ServerAddress) -> LoginError {
        guard code == .notFound, !server.path.isEmpty, !server.isDockerHub else { return self }
        return LoginError(
            code,
            message,
            status: status,
            serverErrors: serverErrors,
            advice: [
                "Check that \(server.authority) is a registry: a login is for the whole host, and the path \(server.path) "
                    + "is not used"
            ]
        )
    }
}
