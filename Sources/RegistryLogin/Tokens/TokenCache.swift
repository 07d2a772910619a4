internal import HelperProtocol
internal import RegistryCredentials
internal import SystemSupport

/// A cache of tokens, so that clients do not request one for every request.
///
/// A token is requested once, even if several tasks need it at the same time. It leaves the cache shortly before it
/// expires, or when a registry rejects it. Nothing is written to disk.
public actor TokenCache {
    /// The time since 1970.
    nonisolated let now: @Sendable () -> Duration

    private var tokens: [TokenCacheKey: AccessToken] = [:]
    private let flights = SingleFlight<TokenCacheKey, AccessToken>()
    private var renewals: [Owner: Renewal] = [:]

    private static let maximumCount = 1000

    /// A registry, and the credential that its tokens are obtained with.
    struct Owner: Hashable, Sendable {
        let registry: HTTPOrigin
        /// The credential itself and not a hash of it, so that two credentials are never confused.
        let credential: Credential?

        func hash(into hasher: inout Hasher) {
            hasher.combine(registry)
            hasher.combine(credential?.username)
        }
    }

    /// The identity token by which a token server replaced the owner's, and the exchange in progress.
    private struct Renewal {
        var identityToken: Secret?
        var error: (any Error)?
        var lastTurn: Task<Void, Never>?
        var turns = 0
    }

    /// Creates an empty cache that uses the system's clock.
    public init() {
        now = { WallClock.sinceEpoch }
    }

    /// Creates an empty cache that uses another clock.
    ///
    /// - Parameter now: The time since 1970 in UTC.
    public init(now: @escaping @Sendable () -> Duration) {
        self.now = now
    }

    /// Removes all tokens; requests in progress continue.
    public func removeAll() {
        tokens = [:]
    }

    /// Returns the cached token; nil if there is none or it has expired.
    func token(for key: TokenCacheKey) -> AccessToken? {
        tokens[key].flatMap { $0.isUsable(at: now()) ? $0 : nil }
    }

    /// Returns the cached token, or else the result of the request in progress, or else a new token.
    ///
    /// - Parameters:
    ///   - key: The purpose of the token.
    ///   - fetch: Requests the token. It is cancelled when no task waits for it.
    /// - Returns: The token, and whether it is new.
    /// - Throws: The errors of `fetch`, in all tasks that wait for it; `CancellationError`.
    func token(
        for key: TokenCacheKey,
        orFetching fetch: @escaping @Sendable () async throws -> AccessToken
    ) async throws -> (token: AccessToken, isNew: Bool) {
        if let known = token(for: key) { return (known, false) }
        let token = try await flights.value(for: key) { [self] in
            // The request of another task may have ended since the check above.
            if let known = await self.token(for: key) { return known }
            let token = try await fetch()
            await keep(token, for: key)
            return token
        }
        return (token, true)
    }

    /// Removes a rejected token under all keys.
    func forget(_ token: Secret) {
        tokens = tokens.filter { $0.value.value != token }
    }

    private func keep(_ token: AccessToken, for key: TokenCacheKey) {
        guard token.isUsable(at: now()) else { return }
        if tokens.count >= Self.maximumCount {
            let time = now()
            tokens = tokens.filter { $0.value.isUsable(at: time) }
            if tokens.count >= Self.maximumCount, let first = tokens.min(by: { $0.value.expiry < $1.value.expiry }) {
                tokens[first.key] = nil
            }
        }
        tokens[key] = token
    }
}

// MARK: - Replaced identity tokens

extension TokenCache {
    /// Returns the current identity token of an owner; nil if it is the one in the owner's credential.
    func newestIdentityToken(of owner: Owner) -> Secret? { renewals[owner]?.identityToken }

    /// Returns the reason why the newest identity token of an owner could not be saved.
    func renewalError(of owner: Owner) -> (any Error)? { renewals[owner]?.error }

    /// Exchanges an identity token after all earlier exchanges of it have ended.
    ///
    /// A server that accepts each token only once would reject one of two concurrent exchanges.
    func inTurn(
        for owner: Owner,
        _ exchange: @escaping @Sendable () async throws -> AccessToken
    ) async throws -> AccessToken {
        let previous = renewals[owner]?.lastTurn
        let wait = Task {
            await previous?.value
            try Task.checkCancellation()
        }
        // An exchange that has begun is not cancelled: the only valid token would be lost with its response.
        let turn = Task {
            try await wait.value
            return try await exchange()
        }
        renewals[owner, default: Renewal()].lastTurn = Task { _ = await turn.result }
        renewals[owner, default: Renewal()].turns += 1
        defer { endTurn(of: owner) }
        return try await withTaskCancellationHandler {
            try await turn.value
        } onCancel: {
            wait.cancel()
        }
    }

    private func endTurn(of owner: Owner) {
        renewals[owner]?.turns -= 1
        guard let renewal = renewals[owner], renewal.turns == 0 else { return }
        // Only renewed tokens are remembered.
        if renewal.identityToken == nil { renewals[owner] = nil } else { renewals[owner]?.lastTurn = nil }
    }

    /// Remembers the identity token that replaces an owner's, and saves it.
    func renew(_ identityToken: Secret, of owner: Owner, savingWith renewal: IdentityTokenRenewal?) async {
        let current = renewals[owner]?.identityToken ?? owner.credential?.identityToken
        guard let given = owner.credential, identityToken != current else { return }
        renewals[owner, default: Renewal()].identityToken = identityToken
        guard let renewal else { return }
        func credential(with token: Secret?) -> Credential {
            Credential(
                username: given.username,
                password: given.password,
                identityToken: token,
                registryToken: given.registryToken
            )
        }
        do {
            try await renewal.save(credential(with: current), credential(with: identityToken))
            renewals[owner]?.error = nil
        } catch {
            renewals[owner]?.error = error
        }
    }
}
