/// Another store, whose answers are kept for a while.
///
/// Good for a store that runs a helper program for each question. Of many that ask at the same time for one address
/// only the first reaches the store; all get its answer. An error goes to those who waited for it and is not kept. A put
/// or a delete through this object drops what is kept for that host; changes by other programs are seen when the answer
/// has expired. Secrets stay in memory meanwhile.
public actor CachingStore: CredentialStore {
    let store: any CredentialStore
    let policy: Policy
    let now: @Sendable () -> Duration
    var answers: [Question: Answer] = [:]
    /// Counts puts, deletions and the emptying of the cache.
    var changes = 0
    /// The number of the last change of each host, and of the last emptying.
    var lastChange: [ServerAddress: Int] = [:]
    var emptied = 0
    private let flights = SingleFlight<Question, Credential?>()

    /// Puts a cache before a store.
    ///
    /// - Parameters:
    ///   - store: Where the answers come from.
    ///   - policy: How long they are kept.
    ///   - clock: What measures that time.
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

    /// Answers from memory, else asks the store.
    ///
    /// - Parameter server: The registry. Alternative forms of its address are told apart, as the store may do so.
    /// - Returns: What the store answers, or has answered not too long ago.
    /// - Throws: What the store throws; `CancellationError` if this task is cancelled, which disturbs none of the others that
    ///   wait for the same answer. The store's work is cancelled when nobody waits for it any more.
    public func get(_ server: ServerAddress) async throws -> Credential? {
        try Task.checkCancellation()
        let question = Question(server)
        if let answer = answer(to: question) { return answer.credential }
        let change = changes
        return try await flights.value(for: question) { try await self.ask(question, before: change) }
    }

    /// Hands a credential to the store, and forgets what is kept for that host.
    ///
    /// - Parameters:
    ///   - credential: What to save.
    ///   - server: The registry.
    /// - Throws: What the store throws.
    public func put(_ credential: Credential, for server: ServerAddress) async throws {
        _ = try await putReporting(credential, for: server)
    }

    /// Deletes in the store, and forgets what is kept for that host.
    ///
    /// - Parameter server: The registry.
    /// - Throws: What the store throws.
    public func delete(_ server: ServerAddress) async throws {
        try await changing(server) { try await store.delete(server) }
    }

    /// Hands a credential to the store, and forgets what is kept for that host.
    ///
    /// - Parameters:
    ///   - credential: The credential to save.
    ///   - server: The registry.
    /// - Returns: What the store reports.
    /// - Throws: What the store throws.
    public func putReporting(_ credential: Credential, for server: ServerAddress) async throws -> PutReport {
        try await changing(server) { try await store.putReporting(credential, for: server) }
    }

    /// Deletes in the store, and forgets what is kept for that host.
    ///
    /// - Parameter server: The registry.
    /// - Returns: What the store reports.
    /// - Throws: `CancellationError`.
    public func deleteReporting(_ server: ServerAddress) async throws -> DeletionReport {
        try await changing(server) { try await store.deleteReporting(server) }
    }

    /// Forgets all answers; questions under way are answered, and their answers not kept.
    public func removeAll() async {
        changes += 1
        emptied = changes
        answers = [:]
        lastChange = [:]
        await flights.detach { _ in true }
    }

    /// Forgets before, so that nobody joins a question that was asked earlier, and after, for those asked meanwhile.
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
