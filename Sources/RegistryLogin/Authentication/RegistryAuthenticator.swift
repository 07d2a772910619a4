public import HTTPTypes
internal import HelperProtocol
public import RegistryCredentials

/// Answers the challenges of one registry, for a client that talks to it.
///
/// A client asks ``authorization(for:scopes:)`` before it sends a request, and
/// ``authorization(answering:to:scopes:after:)`` when it got a 401; or it leaves all of that to
/// ``send(_:body:maximumBodySize:scopes:)``. Whatever the registry answers, the credential goes only to the registry's own
/// scheme, host and port, and to the token server that it names if that one may be trusted.
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
    /// What the registry asked for last, so that the next request need not be rejected first.
    private var scheme: SupportedScheme?

    /// Makes an authenticator; nothing is sent.
    ///
    /// - Parameters:
    ///   - registry: The registry.
    ///   - credential: The credential for it; nil to ask for the tokens that everybody gets, for public repositories.
    ///   - transport: What carries the requests.
    ///   - options: What may be sent where, and how long to wait.
    ///   - cache: Where tokens are kept; several authenticators may share one.
    ///   - renewal: Saves the identity token that a token server gives in place of the old one. Some accept each only once,
    ///     so without it the credential in the store is worth nothing after the first exchange.
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

    /// Makes an authenticator that uses no token twice, for a login: it finds out whether the credentials are valid now.
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
    ///   - scopes: What the request needs, such as `repository:team/app:pull`.
    /// - Returns: The authorization; nil if the registry has not asked for one yet, if there is no token in the cache, or
    ///   if the request goes to another server.
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

    /// Returns the authorization that answers a challenge, after which the request is to be sent once more.
    ///
    /// A token out of the cache that the registry rejects without a challenge, by 400 or 403, is replaced once too.
    ///
    /// - Parameters:
    ///   - response: The response.
    ///   - request: The request that it answers.
    ///   - scopes: What the request needs, beside what the registry names.
    ///   - used: What this authenticator gave for the request.
    /// - Returns: The authorization; nil if the response is no reason for another one, or comes from another server. Such
    ///   a response is not answered.
    /// - Throws: ``LoginError`` if the registry rejected what there is to send, if it asks for what is not supported, or if
    ///   its token server gives no token; `CancellationError` if the task was cancelled.
    public func authorization(
        answering response: HTTPResponse,
        to request: HTTPRequest,
        scopes: [String] = [],
        after used: Authorization? = nil
    ) async throws -> Authorization? {
        try await answer(HTTPReply(head: response), to: request, scopes: scopes, after: used)?.authorization
    }

    /// An authorization, and the token that it was made of.
    struct Answer: Sendable {
        var authorization: Authorization
        var token: AccessToken?
        /// The token server that gave the token.
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
            // The same once more would be rejected once more.
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

    /// Makes what the chosen scheme takes; a rejection of it is final if `isLast`.
    ///
    /// Without `isLast`, tokens that other tasks put into the cache could keep this task going without end.
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
