public import HTTPTypes
internal import HelperProtocol
public import RegistryCredentials

/// Answers the challenges of one registry on behalf of a client.
///
/// Call ``authorization(for:scopes:)`` before sending a request, and ``authorization(answering:to:scopes:after:)``
/// after a
/// 401. Alternatively, ``send(_:body:maximumBodySize:scopes:)`` does both. Whatever the registry replies, the
///   credential is sent only to the registry's own scheme, host and port, and to its token server if that is trusted.
public actor RegistryAuthenticator {
    /// The registry.
    public nonisolated let registry: HTTPOrigin

    /// Why the newest identity token could not be saved; nil if it was, or if there is none.
    ///
    /// The requests of this authenticator use the new token anyway.
    public private(set) var renewalError: (any Error)?

    let runner: RequestRunner
    let tokens: TokenSource
    private let proof: LoginProof
    private let options: AuthenticationOptions
    /// The last scheme that the registry required, so that the next request is not rejected first.
    private var scheme: SupportedScheme?

    /// Creates an authenticator; nothing is sent.
    ///
    /// - Parameters:
    ///   - registry: The registry.
    ///   - credential: The credential; nil to request anonymous tokens, for public repositories.
    ///   - transport: Sends the requests.
    ///   - options: Where credentials may be sent, and how long to wait.
    ///   - cache: The cache of tokens, which several authenticators may share.
    ///   - renewal: Saves the identity token with which a token server replaces the old one. Some servers accept each
    ///     token only once, so without it the stored credential is useless after the first exchange.
    /// - Throws: ``LoginError`` with the code ``LoginError/Code/invalidCredential`` if the credential cannot be sent.
    public init(
        registry: HTTPOrigin,
        credential: Credential?,
        transport: any HTTPTransport,
        options: AuthenticationOptions = AuthenticationOptions(),
        cache: TokenCache = TokenCache(),
        renewal: IdentityTokenRenewal? = nil
    ) throws(LoginError) {
        let runner = RequestRunner(transport: transport, timeout: options.timeout)
        let proof = try LoginProof(credential)
        let exchange = TokenExchange(runner: runner, options: options, registry: registry, now: cache.now)
        let owner = TokenCache.Owner(registry: registry, credential: credential)
        self.init(runner, proof, options, .cache(cache, exchange, owner, renewal))
    }

    /// Creates an authenticator for a login, which reuses no token, so that the result is current.
    init(
        loggingInTo registry: HTTPOrigin,
        with proof: LoginProof,
        _ runner: RequestRunner,
        _ options: LoginOptions,
        now: @escaping @Sendable () -> Duration
    ) {
        let exchange = TokenExchange(
            runner: runner,
            options: options.authentication,
            registry: registry,
            wantsIdentityToken: options.wantsIdentityToken,
            now: now
        )
        self.init(runner, proof, options.authentication, .always(exchange))
    }

    private init(
        _ runner: RequestRunner,
        _ proof: LoginProof,
        _ options: AuthenticationOptions,
        _ tokens: TokenSource
    ) {
        self.registry = tokens.exchange.registry
        self.runner = runner
        self.proof = proof
        self.options = options
        self.tokens = tokens
    }

    /// Returns the authorization to send along with a request, without asking any server.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - scopes: The scopes that the request needs, such as `repository:team/app:pull`.
    /// - Returns: The authorization; nil if the registry has not asked for one yet, if there is no token in the cache,
    ///   or if the request goes to another server.
    public func authorization(for request: HTTPRequest, scopes: [String] = []) async -> Authorization? {
        guard HTTPOrigin(request) == registry else { return nil }
        switch (scheme, proof) {
        case (.bearer?, .registryToken(let token)):
            return bearer(token)
        case (.basic?, _):
            return proof.password.map { Authorization(value: $0.basic, origin: registry) }
        case (.bearer(let challenge)?, _):
            guard let purpose = purpose(of: challenge, scopes: TokenScopes(scopes)) else { return nil }
            return await tokens.known(for: purpose).map { bearer($0.value) }
        case (nil, _):
            return nil
        }
    }

    /// Returns the authorization that answers a challenge, for sending the request once more.
    ///
    /// A cached token that the registry rejects without a challenge, with 400 or 403, is replaced once too.
    ///
    /// - Parameters:
    ///   - response: The response.
    ///   - request: The request that it answers.
    ///   - scopes: The scopes that the request needs in addition to those that the registry names.
    ///   - used: The authorization that this authenticator returned for the request.
    /// - Returns: The authorization; nil if the response does not call for another one, or comes from another server.
    /// - Throws: ``LoginError`` if the registry rejected the credential, requires a scheme that is not supported, or
    ///   its token server issues no token; `CancellationError`.
    public func authorization(
        answering response: HTTPResponse,
        to request: HTTPRequest,
        scopes: [String] = [],
        after used: Authorization? = nil
    ) async throws -> Authorization? {
        try await answer(HTTPReply(head: response), to: request, scopes: scopes, after: used)?.authorization
    }

    /// An authorization, and the token that it contains.
    struct Answer: Sendable {
        var authorization: Authorization
        var token: AccessToken?
        /// The token server that issued the token.
        var tokenServer: HTTPOrigin?
    }

    /// The same with the body of the response, for what the registry says about the failure.
    func answer(
        _ reply: HTTPReply,
        to request: HTTPRequest,
        scopes: [String] = [],
        after used: Authorization? = nil
    ) async throws -> Answer? {
        guard HTTPOrigin(request) == registry else { return nil }
        let status = reply.head.status.code
        let isStale = used.map { $0.token != nil && !$0.isFresh } ?? false
        guard status == 401 || isStale && [400, 403].contains(status) else { return nil }
        if let used, used.isFresh { throw rejection(reply, of: used) }
        if let token = used?.token { await tokens.forget(token) }

        let chosen = try scheme(offeredBy: reply, replacingToken: isStale)
        let answer = try await answer(by: chosen, scopes: scopes, isLast: used != nil)
        if let used, used.isSame(as: answer.authorization) {
            // Sending the same value again would be rejected again.
            guard status == 401 else { return nil }
            throw rejection(reply, of: used)
        }
        scheme = chosen
        return answer
    }

    private func scheme(offeredBy reply: HTTPReply, replacingToken isStale: Bool) throws(LoginError) -> SupportedScheme
    {
        let offered = AuthenticationChallenge.parse(reply.head)
        if offered.isEmpty, isStale, let scheme { return scheme }
        let chosen = try SupportedScheme.choose(from: offered, for: proof, forcesBasic: options.forcesBasic) {
            text throws(LoginError) in
            try TokenRealm.check(text, namedBy: registry, policy: options.trustedRealms, proof.filter())
        }
        guard let chosen else { throw LoginError.noScheme(of: offered, at: registry, for: proof) }
        return chosen
    }

    private func rejection(_ reply: HTTPReply, of used: Authorization) -> LoginError {
        .status(of: reply, from: "\(registry)", proof.filter(hiding: [used.token].compactMap { $0 }))
    }

    /// Returns the authorization for the chosen scheme; a rejection of it is final if `isLast`.
    ///
    /// Without `isLast`, tokens that other tasks cache could keep this task retrying forever.
    private func answer(by chosen: SupportedScheme, scopes: [String], isLast: Bool) async throws -> Answer {
        switch (chosen, proof) {
        case (.bearer, .registryToken(let token)):
            return Answer(authorization: bearer(token))
        case (.basic, _):
            guard let password = proof.password else { throw LoginError.noScheme(of: [], at: registry, for: proof) }
            return Answer(authorization: Authorization(value: password.basic, origin: registry))
        case (.bearer(let challenge), _):
            guard let purpose = purpose(of: challenge, scopes: TokenScopes(scopes + challenge.scopes)) else {
                throw LoginError.noScheme(of: [], at: registry, for: proof)
            }
            let obtained = try await tokens.token(for: purpose, proof: proof)
            if let error = obtained.renewalError { renewalError = error }
            return Answer(
                authorization: bearer(obtained.token.value, isFresh: obtained.isNew || isLast),
                token: obtained.token,
                tokenServer: purpose.realm.origin
            )
        }
    }

    private func bearer(_ token: Secret, isFresh: Bool = false) -> Authorization {
        Authorization(value: Secret("Bearer \(token.revealed)"), origin: registry, isFresh: isFresh)
    }

    private func purpose(of challenge: SupportedScheme.Bearer, scopes: TokenScopes) -> TokenRequest.Purpose? {
        challenge.realm.map { realm in
            TokenRequest.Purpose(
                realm: realm,
                service: challenge.service,
                scopes: scopes,
                clientID: options.clientID,
                wantsIdentityToken: tokens.exchange.wantsIdentityToken
            )
        }
    }
}
