public import HTTPTypes
internal import HelperProtocol
public import RegistryCredentials

/// Answers the challenges of one registry, for a client that talks to it.
///
/// A client asks ``authorization(for:scopes:)`` before it sends a request, and
/// ``authorization(answering:to:scopes:after:)`` when it got a 401; or it leaves all of that to
/// ``send(_:body:maximumBodySize:scopes:)``. Whatever the registry answers, the credential goes to the registry's own
/// scheme, host and port, and to the token server that it names if that one may be trusted; to nobody else.
public actor RegistryAuthenticator {
    /// The one registry that is authenticated to.
    public nonisolated let registry: HTTPOrigin

    let runner: RequestRunner
    private let proof: LoginProof
    private let credential: Credential?
    private let options: AuthenticationOptions
    private let cache: TokenCache
    /// What the registry asked for last, so that the next request need not be refused first.
    private var scheme: SupportedScheme?

    /// Makes an authenticator; nothing is sent.
    ///
    /// - Parameters:
    ///   - registry: The registry.
    ///   - credential: The credential for it; nil to ask for tokens as anybody may, as one does for public repositories.
    ///   - transport: What carries the requests.
    ///   - options: What may be sent where, and how long to wait.
    ///   - cache: Where tokens are kept; several authenticators may share one.
    /// - Throws: ``LoginError`` with the code ``LoginError/Code/invalidCredential`` if the credential cannot be sent.
    public init(
        registry: HTTPOrigin,
        credential: Credential?,
        transport: any HTTPTransport,
        options: AuthenticationOptions = AuthenticationOptions(),
        cache: TokenCache = TokenCache()
    ) throws(LoginError) {
        self.registry = registry
        self.credential = credential
        self.options = options
        self.cache = cache
        proof = try LoginProof(credential)
        runner = RequestRunner(transport: transport, limit: options.stepLimit)
    }

    /// The authorization to send along with a request, as far as it is known without asking anybody.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - scopes: What the request needs, such as `repository:team/app:pull`.
    /// - Returns: The authorization; nil if the registry has not asked for one yet, if there is no token in the cache, or
    ///   if the request goes to anybody but the registry.
    public func authorization(for request: HTTPRequest, scopes: [String] = []) async -> Authorization? {
        guard HTTPOrigin(request) == registry else { return nil }
        switch (scheme, proof) {
        case (.bearer?, .registryToken(let token)):
            return bearer(token)
        case (.basic?, _):
            return proof.password.map { Authorization(value: $0.basic, origin: registry) }
        case (.bearer(let challenge)?, _):
            guard let purpose = try? purpose(of: challenge, scopes: TokenScopes(scopes)),
                let token = await cache.token(for: key(of: purpose))
            else { return nil }
            return bearer(token.value)
        case (nil, _):
            return nil
        }
    }

    /// The authorization that answers a challenge, after which the request is to be sent once more.
    ///
    /// - Parameters:
    ///   - response: The response.
    ///   - request: The request that it answers.
    ///   - scopes: What the request needs, beside what the registry names.
    ///   - used: What this authenticator gave for the request, if it went with it.
    /// - Returns: The authorization; nil if the response has another status than 401, or comes from anybody but the
    ///   registry. Such a response is not answered.
    /// - Throws: ``LoginError`` if the registry refused what there is to send, if it asks for what cannot be served, or if
    ///   its token server gives no token; `CancellationError` if the task was cancelled.
    public func authorization(
        answering response: HTTPResponse,
        to request: HTTPRequest,
        scopes: [String] = [],
        after used: Authorization? = nil
    ) async throws -> Authorization? {
        try await authorization(answering: HTTPReply(head: response), to: request, scopes: scopes, after: used)
    }

    /// The same with the body of the response, for the registry's error list.
    func authorization(
        answering reply: HTTPReply,
        to request: HTTPRequest,
        scopes: [String],
        after used: Authorization?
    ) async throws -> Authorization? {
        guard reply.head.status == .unauthorized, HTTPOrigin(request) == registry else { return nil }
        if let used, used.isFresh { throw refusal(reply, of: used) }
        if let token = used?.token { await cache.forget(token) }

        let offered = AuthenticationChallenge.parse(reply.head)
        guard let chosen = SupportedScheme.choose(from: offered, for: proof, forcesBasic: options.forcesBasic) else {
            throw LoginError.noScheme(of: offered, at: registry, for: proof)
        }
        let answer = try await authorization(for: chosen, scopes: scopes, isLast: used != nil)
        // The same once more would be refused once more.
        if let used, used.isSame(as: answer) { throw refusal(reply, of: used) }
        scheme = chosen
        return answer
    }

    private func refusal(_ reply: HTTPReply, of used: Authorization) -> LoginError {
        let secrets = proof.secrets + [used.token].compactMap { $0 }
        return LoginError.status(of: reply, from: registry, to: "request", hiding: secrets)
    }

    /// Makes what the chosen scheme takes; a refusal of it is final if `isLast`.
    ///
    /// Without `isLast`, tokens that other tasks put into the cache could keep this one going for ever.
    private func authorization(
        for chosen: SupportedScheme,
        scopes: [String],
        isLast: Bool
    ) async throws -> Authorization {
        switch (chosen, proof) {
        case (.bearer, .registryToken(let token)):
            return bearer(token)
        case (.basic, _):
            guard let password = proof.password else { throw LoginError.noScheme(of: [], at: registry, for: proof) }
            return Authorization(value: password.basic, origin: registry)
        case (.bearer(let challenge), _):
            let purpose = try purpose(of: challenge, scopes: TokenScopes(scopes + challenge.scopes))
            let key = key(of: purpose)
            let exchange = TokenExchange(runner: runner, options: options, now: cache.now)
            let (token, isNew) = try await cache.token(for: key) { [proof] in
                try await exchange.token(for: purpose, proof: proof)
            }
            return bearer(token.value, isFresh: isNew || isLast)
        }
    }

    private func bearer(_ token: Secret, isFresh: Bool = false) -> Authorization {
        Authorization(value: Secret("Bearer \(token.revealed)"), origin: registry, isFresh: isFresh)
    }

    private func purpose(
        of challenge: SupportedScheme.Bearer,
        scopes: TokenScopes
    ) throws(LoginError) -> TokenRequest.Purpose {
        let realm = try TokenRealm.check(challenge.realm ?? "", namedBy: registry, policy: options.trustedRealms)
        return TokenRequest.Purpose(
            realm: realm,
            service: challenge.service,
            scopes: scopes,
            clientID: options.clientID
        )
    }

    private func key(of purpose: TokenRequest.Purpose) -> TokenCacheKey {
        TokenCacheKey(
            registry: registry,
            realm: purpose.realm,
            service: purpose.service,
            scopes: purpose.scopes,
            credential: credential
        )
    }
}
