/// A store that caches the results of another store.
///
/// Use it for a store that runs a helper program for each lookup. Concurrent lookups of one address call the store once
/// and share the result. Errors are not cached. A put or a delete through this object invalidates the cached results
/// for that host. Changes by other programs are seen after the cached result has expired. Cached secrets stay in
/// memory.
public actor CachingStore: CredentialStore {
    let store: any CredentialStore
    let policy: Policy
    let now: @Sendable () -> Duration
    var answers: [Question: Answer] = [:]
    /// The number of invalidations: puts, deletions and calls of ``removeAll()``.
    var changes = 0
    /// The number of the last invalidation for each host.
    var lastChange: [ServerAddress: Int] = [:]
    var emptied = 0
    private let flights = SingleFlight<Question, Credential?>()

    /// Creates a cache for a store.
    ///
    /// - Parameters:
    ///   - store: The store to call.
    ///   - policy: How long results are cached.
    ///   - clock: The clock that measures the lifetime of results.
    public init<Time: Clock>(
        _ store: any CredentialStore,
        policy: Policy = Policy(),
        clock: Time = ContinuousClock()
    ) where Time.Duration == Duration {
        self.store = store
        self.policy = policy
        let start = clock.now
        now = { start.duration(to: clock.now) }
    }

    /// Returns the cached credential of a registry, or looks it up in the store.
    ///
    /// - Parameter server: The registry. Alternative forms of its address are cached separately, because the store may
    ///   distinguish them.
    /// - Returns: The credential; nil if the store has none.
    /// - Throws: The store's errors; `CancellationError` if this task is cancelled. Other tasks that wait for the same
    ///   result continue. The lookup in the store is cancelled when no task waits for it.
    public func get(_ server: ServerAddress) async throws -> Credential? {
        try Task.checkCancellation()
        let question = Question(server)
        if let answer = answer(to: question) { return answer.credential }
        let change = changes
        return try await flights.value(for: question) { try await self.ask(question, before: change) }
    }

    /// Saves the credential in the store, and invalidates the cached results for that host.
    ///
    /// - Parameters:
    ///   - credential: The credential to save.
    ///   - server: The registry.
    /// - Throws: The store's errors.
    public func put(_ credential: Credential, for server: ServerAddress) async throws {
        _ = try await putReporting(credential, for: server)
    }

    /// Deletes the credential from the store, and invalidates the cached results for that host.
    ///
    /// - Parameter server: The registry.
    /// - Throws: The store's errors.
    public func delete(_ server: ServerAddress) async throws {
        try await changing(server) { try await store.delete(server) }
    }

    /// Saves the credential in the store, and invalidates the cached results for that host.
    ///
    /// - Parameters:
    ///   - credential: The credential to save.
    ///   - server: The registry.
    /// - Returns: The store's report.
    /// - Throws: The store's errors.
    public func putReporting(_ credential: Credential, for server: ServerAddress) async throws -> PutReport {
        try await changing(server) { try await store.putReporting(credential, for: server) }
    }

    /// Saves a credential if the store still has the one that it was made from, and invalidates the cached results for
    /// that host.
    ///
    /// - Parameters:
    ///   - old: The credential that `get` returned.
    ///   - new: The credential to save.
    ///   - server: The registry.
    /// - Returns: False if the store has another credential, or none.
    /// - Throws: The store's errors.
    public func replace(_ old: Credential, with new: Credential, for server: ServerAddress) async throws -> Bool {
        try await changing(server) { try await store.replace(old, with: new, for: server) }
    }

    /// Deletes the credential from the store, and invalidates the cached results for that host.
    ///
    /// - Parameter server: The registry.
    /// - Returns: The store's report.
    /// - Throws: `CancellationError`.
    public func deleteReporting(_ server: ServerAddress) async throws -> DeletionReport {
        try await changing(server) { try await store.deleteReporting(server) }
    }

    /// Removes all cached results; lookups in progress complete, but their results are not cached.
    public func removeAll() async {
        changes += 1
        emptied = changes
        answers = [:]
        lastChange = [:]
        await flights.detach { _ in true }
    }

    /// Invalidates before the change, so that no task joins an earlier lookup, and after it, for lookups made
    /// meanwhile.
    private func changing<Value: Sendable>(
        _ server: ServerAddress,
        _ change: () async throws -> Value
    ) async throws -> Value {
        await forget(server)
        do {
            let value = try await change()
            await forget(server)
            return value
        } catch {
            await forget(server)
            throw error
        }
    }

    private func forget(_ server: ServerAddress) async {
        changes += 1
        lastChange[server] = changes
        answers = answers.filter { !$0.key.server.isSameHost(as: server) }
        await flights.detach { $0.server.isSameHost(as: server) }
    }
}
