internal import HelperProtocol

/// The source of an authenticator's tokens: always the token server, or a cache first.
enum TokenSource: Sendable {
    case always(TokenExchange)
    case cache(TokenCache, TokenExchange, TokenCache.Owner, IdentityTokenRenewal?)

    struct Obtained: Sendable {
        var token: AccessToken
        var isNew: Bool
        /// Why the identity token that came with it could not be saved.
        var renewalError: (any Error)?
    }

    var exchange: TokenExchange {
        switch self {
        case .always(let exchange), .cache(_, let exchange, _, _): exchange
        }
    }

    /// Returns the cached token; nil if there is none.
    func known(for purpose: TokenRequest.Purpose) async -> AccessToken? {
        guard case .cache(let cache, _, let owner, _) = self else { return nil }
        return await cache.token(for: TokenCacheKey(purpose, owner))
    }

    /// Removes a token that was rejected.
    func forget(_ token: Secret) async {
        if case .cache(let cache, _, _, _) = self { await cache.forget(token) }
    }

    /// Returns a token, from the token server if necessary.
    ///
    /// - Throws: ``LoginError``; `CancellationError`.
    func token(for purpose: TokenRequest.Purpose, proof: LoginProof) async throws -> Obtained {
        switch self {
        case .always(let exchange):
            return Obtained(token: try await exchange.token(for: purpose, proof: proof), isNew: true)
        case .cache(let cache, let exchange, let owner, let renewal):
            let (token, isNew) = try await cache.token(for: TokenCacheKey(purpose, owner)) {
                guard case .identityToken = proof else { return try await exchange.token(for: purpose, proof: proof) }
                return try await cache.inTurn(for: owner) {
                    let newest = proof.replacingIdentityToken(by: await cache.newestIdentityToken(of: owner))
                    let token = try await exchange.token(for: purpose, proof: newest)
                    if let identityToken = token.identityToken {
                        await cache.renew(identityToken, of: owner, savingWith: renewal)
                    }
                    return token
                }
            }
            return Obtained(token: token, isNew: isNew, renewalError: await cache.renewalError(of: owner))
        }
    }
}
