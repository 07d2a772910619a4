internal import HelperProtocol
internal import RegistryCredentials
internal import SystemSupport

/// The tokens that clients of registries have, so that they need not ask for one with every request.
///
/// One token is asked for once, however many tasks want it at the same time. A token leaves the cache a little before its
/// end, and as soon as a registry refuses it. Nothing is written anywhere. A login never looks into a cache: it has to
/// find out whether the password is right now.
public actor TokenCache {
    /// The time since 1970.
    nonisolated let now: @Sendable () -> Duration

    private var tokens: [TokenCacheKey: AccessToken] = [:]
    private var flights: [TokenCacheKey: Flight] = [:]
    private var nextWaiter = 0

    private static let maximumCount = 1000

    private typealias Landing = Task<Void, Never>

    private struct Flight {
        let task: Landing
        var waiters: [Int: CheckedContinuation<AccessToken, any Error>]
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

    /// Forgets all tokens; those that are being asked for still come.
    public func removeAll() {
        tokens = [:]
    }

    /// The token that is there; nil if there is none or its time is over.
    func token(for key: TokenCacheKey) -> AccessToken? {
        tokens[key].flatMap { $0.isUsable(at: now()) ? $0 : nil }
    }

    /// Gets a token: the one that is there, else the one that is already on its way, else a new one.
    ///
    /// - Parameters:
    ///   - key: What the token is for.
    ///   - fetch: Asks the token server. It is cancelled when all who wait for it are.
    /// - Returns: The token, and whether it is new.
    /// - Throws: What `fetch` throws, to all who wait; `CancellationError` to whom is cancelled.
    func token(
        for key: TokenCacheKey,
        orFetching fetch: @escaping @Sendable () async throws -> AccessToken
    ) async throws -> (token: AccessToken, isNew: Bool) {
        // Looked up here, and not by the caller: between two calls the token may come that then would be asked for twice.
        if let known = token(for: key) { return (known, false) }
        let waiter = nextWaiter
        nextWaiter += 1
        let token = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                var flight = flights[key] ?? Flight(task: start(key, fetch), waiters: [:])
                flight.waiters[waiter] = continuation
                flights[key] = flight
            }
        } onCancel: {
            // Comes to the actor after the lines above, as they do not let go of it.
            Task { await leave(waiter, key) }
        }
        return (token, true)
    }

    /// Forgets a token that was refused, wherever it is.
    func forget(_ token: Secret) {
        tokens = tokens.filter { $0.value.value != token }
    }

    private func start(
        _ key: TokenCacheKey,
        _ fetch: @escaping @Sendable () async throws -> AccessToken
    ) -> Landing {
        Task {
            do {
                land(key, .success(try await fetch()))
            } catch {
                land(key, .failure(error))
            }
        }
    }

    private func land(_ key: TokenCacheKey, _ result: Result<AccessToken, any Error>) {
        if case .success(let token) = result, token.isUsable(at: now()) { keep(token, for: key) }
        // A flight that nobody waits for any more was cancelled, and another may have begun since.
        guard !Task.isCancelled, let flight = flights.removeValue(forKey: key) else { return }
        for continuation in flight.waiters.values { continuation.resume(with: result) }
    }

    private func leave(_ waiter: Int, _ key: TokenCacheKey) {
        guard let continuation = flights[key]?.waiters.removeValue(forKey: waiter) else { return }
        if let flight = flights[key], flight.waiters.isEmpty {
            flight.task.cancel()
            flights[key] = nil
        }
        continuation.resume(throwing: CancellationError())
    }

    private func keep(_ token: AccessToken, for key: TokenCacheKey) {
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
