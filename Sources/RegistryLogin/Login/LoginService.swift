internal import HTTPTypes
internal import HelperProtocol
public import RegistryCredentials
internal import SystemSupport

/// Logs in to registries: verifies a credential with the registry, then saves it.
///
/// No token of an earlier login is ever used, so the result is true now.
public struct LoginService: Sendable {
    let options: LoginOptions
    let runner: RequestRunner
    let now: @Sendable () -> Duration

    /// Makes a service; nothing is sent.
    ///
    /// - Parameters:
    ///   - transport: What carries the requests.
    ///   - options: How to log in.
    public init(transport: any HTTPTransport, options: LoginOptions = LoginOptions()) {
        self.options = options
        runner = RequestRunner(transport: transport, timeout: options.authentication.timeout)
        now = { WallClock.sinceEpoch }
    }

    /// Verifies a credential with the registry, then saves it.
    ///
    /// That a registry requires no authentication is an outcome and not an error; nothing is saved then unless
    /// ``LoginOptions/savesUnverified`` is set. An identity token is saved with the user's name, and without it in a store
    /// that cannot keep the two together.
    ///
    /// - Parameters:
    ///   - server: The registry. A path below its host is used only to ask for the right to push.
    ///   - credential: The credential.
    ///   - store: Where it is saved, in place of the one that was there.
    /// - Returns: The outcome.
    /// - Throws: ``LoginError`` if the registry rejects the credential or cannot be asked; whatever the store throws;
    ///   `CancellationError` if the task was cancelled. Nothing has been saved then.
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
    /// - Throws: ``LoginError`` if the registry rejects the credential or cannot be asked; `CancellationError` if the task
    ///   was cancelled.
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

    /// Some token servers send an identity token unasked, and some a new one for the old, which is no longer valid then.
    private func worthSaving(_ identityToken: Secret?, of proof: LoginProof) -> Secret? {
        switch proof {
        case .identityToken(let old, _, _): identityToken == old ? nil : identityToken
        default: options.wantsIdentityToken ? identityToken : nil
        }
    }
}

extension AccessToken {
    /// What a registry that gets the token may repeat.
    fileprivate var secrets: [Secret] { [value] + (identityToken.map { [$0] } ?? []) }
}

extension LoginError {
    /// The error with the advice for an address of more than a host.
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
