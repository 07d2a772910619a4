internal import HelperProtocol
internal import RegistryCredentials
internal import SystemSupport

/// The tokens of clients of registries, so that they need not ask for one with every request.
///
/// One token is asked for once, however many tasks want it at the same time. A token leaves the cache a little before it
/// expires, and as soon as a registry rejects it. Nothing is written to a disk.
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
        /// The credential itself and not a hash of it, so that no two are ever taken for one.
        let credential: Credential?

        func hash(into hasher: inout Hasher) {
            hasher.combine(registry)
            hasher.combine(credential?.username)
        }
    }

    /// The identity token that a token server gave in place of the owner's, and the exchange that is under way.
    private struct Renewal {
        var identityToken: Secret?
        var error: (any Error)?
        var lastTurn: Task<Void, Never>?
        var turns = 0
    }

    /// Makes an empty cache on the clock of the system.
    public init() {
        now = { WallClock.sinceEpoch }
    }

    /// Makes an empty cache on another clock.
    ///
    /// - Parameter now: The time since 1970 in UTC.
    public init(now: @escaping @Sendable () -> Duration) {
        self.now = now
    }

    /// Removes all tokens; those that are being asked for still arrive.
    public func removeAll() {
        tokens = [:]
    }

    /// The token that is there; nil if there is none or it has expired.
    func token(for key: TokenCacheKey) -> AccessToken? {
        tokens[key].flatMap { $0.isUsable(at: now()) ? $0 : nil }
    }

    /// Returns the token that is there, else the one that is already on its way, else a new one.
    ///
    /// - Parameters:
    ///   - key: What the token is for.
    ///   - fetch: Asks the token server. It is cancelled when all who wait for it are.
    /// - Returns: The token, and whether it is new.
    /// - Throws: What `fetch` throws, to all who wait; `CancellationError` to those whose task is cancelled.
    func token(
        for key: TokenCacheKey,
        orFetching fetch: @escaping @Sendable () async throws -> AccessToken
    ) async throws -> (token: AccessToken, isNew: Bool) {
        if let known = token(for: key) { return (known, false) }
        let token = try await flights.value(for: key) { [self] in
            // Since the look-up above, the request of another task may have ended.
            if let known = await self.token(for: key) { return known }
            let token = try await fetch()
            await keep(token, for: key)
            return token
        }
        return (token, true)
    }

    /// Removes a rejected token, under all its keys.
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

// MARK: - Identity tokens that are replaced

extension TokenCache {
    /// The identity token that is valid for an owner by now; nil if it is the one of the owner's credential.
    func newestIdentityToken(of owner: Owner) -> Secret? { renewals[owner]?.identityToken }

    /// Why the newest identity token of an owner could not be saved.
    func renewalError(of owner: Owner) -> (any Error)? { renewals[owner]?.error }

    /// Exchanges an identity token after all exchanges of it that began before have ended.
    ///
    /// A server that accepts each token once would reject one of two exchanges at the same time.
    func inTurn(
        for owner: Owner,
        _ exchange: @escaping @Sendable () async throws -> AccessToken
    ) async throws -> AccessToken {
        let previous = renewals[owner]?.lastTurn
        let wait = Task {
            await previous?.value
            try Task.checkCancellation()
        }
        // An exchange that has begun is not cancelled: with its answer the only token that is still valid would be lost.
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
        // What was not renewed need not be remembered.
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
