internal import HTTPTypes
internal import HelperProtocol

extension LoginService {
    /// Answers the challenge of a registry, and looks whether the registry takes the answer.
    ///
    /// - Parameters:
    ///   - proof: What to authenticate with.
    ///   - probe: The registry.
    ///   - response: The response with the challenge.
    /// - Returns: An identity token to save in the place of the credential; nil if there is none, or none is wanted.
    /// - Throws: ``LoginError``; `CancellationError` if the task was cancelled.
    func authenticate(
        with proof: LoginProof,
        at probe: RegistryProbe,
        after response: HTTPResponse
    ) async throws -> Secret? {
        let offered = AuthenticationChallenge.parse(response)
        let forcesBasic = options.authentication.forcesBasic
        guard let chosen = SupportedScheme.choose(from: offered, for: proof, forcesBasic: forcesBasic) else {
            throw LoginError.noScheme(of: offered, at: probe.registry, for: proof)
        }
        let token: AccessToken?
        let value: Secret
        switch chosen {
        case .basic:
            guard let password = proof.password else {
                throw LoginError.noScheme(of: offered, at: probe.registry, for: proof)
            }
            (token, value) = (nil, password.basic)
        case .bearer(let challenge):
            let obtained = try await self.token(for: challenge, of: proof, at: probe.registry)
            (token, value) = (obtained, Secret("Bearer \(obtained.value.revealed)"))
        }
        let reply = try await probe.ask(with: Authorization(value: value, origin: probe.registry))
        guard (200..<300).contains(reply.head.status.code) else {
            let secrets = proof.secrets + [token?.value, token?.identityToken].compactMap { $0 }
            throw LoginError.status(of: reply, from: probe.registry, to: RegistryProbe.name, hiding: secrets)
        }
        try probe.checkIsRegistry(reply)
        return worthSaving(token?.identityToken, of: proof)
    }

    /// A token, always a new one: a cached one would say nothing about the password.
    private func token(
        for challenge: SupportedScheme.Bearer,
        of proof: LoginProof,
        at registry: HTTPOrigin
    ) async throws -> AccessToken {
        // A registry token goes to the registry as it is, so it does not matter which token server there is.
        if case .registryToken(let token) = proof { return AccessToken(value: token, expiry: .zero, lifetime: .zero) }
        let authentication = options.authentication
        let realm = try TokenRealm.check(
            challenge.realm ?? "",
            namedBy: registry,
            policy: authentication.trustedRealms
        )
        let purpose = TokenRequest.Purpose(
            realm: realm,
            service: challenge.service,
            scopes: TokenScopes(challenge.scopes),
            clientID: authentication.clientID,
            wantsIdentityToken: options.wantsIdentityToken
        )
        let exchange = TokenExchange(runner: runner, options: authentication, now: now)
        return try await exchange.token(for: purpose, proof: proof)
    }

    /// Some token servers send an identity token unasked, and some a new one for the old, which then counts no more.
    private func worthSaving(_ identityToken: Secret?, of proof: LoginProof) -> Secret? {
        switch proof {
        case .identityToken(let old, _, _): identityToken == old ? nil : identityToken
        default: options.wantsIdentityToken ? identityToken : nil
        }
    }
}
