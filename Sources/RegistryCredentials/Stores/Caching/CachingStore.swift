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
    /// The questions under way whose answers are still good to join and to keep.
    var flights: [Question: Flight] = [:]
    /// Those who wait for an answer, each with a number.
    var passengers: [Int: Flight] = [:]
    var nextPassenger = 0

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
    /// - Parameter server: The registry. Spellings are told apart, as the store may do so.
    /// - Returns: What the store answers, or has answered not too long ago.
    /// - Throws: What the store throws; `CancellationError` if this task is cancelled, which disturbs none of the others that
    ///   wait for the same answer. The store's work is cancelled when nobody waits for it any more.
    public func get(_ server: ServerAddress) async throws -> Credential? {
        try Task.checkCancellation()
        let question = Question(server)
        if let answer = answers[question], now() < answer.expiry { return answer.credential }
        let flight = flights[question] ?? launch(question)
        return try await wait(for: flight)
    }

    /// Hands a credential to the store, and forgets what is kept for that host.
    ///
    /// - Parameters:
    ///   - credential: What to save.
    ///   - server: The registry.
    /// - Throws: What the store throws.
    public func put(_ credential: Credential, for server: ServerAddress) async throws {
        // Before, so that nobody joins a question that was asked earlier; and after, for those asked meanwhile.
        forget(server)
        defer { forget(server) }
        try await store.put(credential, for: server)
    }

    /// Deletes in the store, and forgets what is kept for that host.
    ///
    /// - Parameter server: The registry.
    /// - Throws: What the store throws.
    public func delete(_ server: ServerAddress) async throws {
        forget(server)
        defer { forget(server) }
        try await store.delete(server)
    }

    /// Forgets all answers; questions under way are answered, and their answers not kept.
    public func removeAll() {
        answers = [:]
        flights = [:]
    }

    private func forget(_ server: ServerAddress) {
        answers = answers.filter { !$0.key.server.isSameHost(as: server) }
        flights = flights.filter { !$0.key.server.isSameHost(as: server) }
    }
}
