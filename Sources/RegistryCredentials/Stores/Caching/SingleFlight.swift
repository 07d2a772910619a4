/// Runs work once per key for all tasks that wait for its result.
///
/// A cancelled task stops waiting without affecting the others. The work is cancelled when no task waits for it. All
/// waiting tasks get the result. It is not cached, so `work` stores its result where it belongs, and checks there
/// first.
package actor SingleFlight<Key: Hashable & Sendable, Value: Sendable> {
    /// The work for one key; protected by the actor.
    private final class Flight {
        var task: Task<Void, Never>?
        var waiting: [Int: CheckedContinuation<Value, any Error>] = [:]
    }

    private var flights: [Key: Flight] = [:]
    /// The flight of each waiting task, including flights that new tasks no longer join.
    private var waiters: [Int: (key: Key, flight: Flight)] = [:]
    private var nextWaiter = 0

    package init() {}

    /// Returns the result of the running work for a key, or starts the work.
    ///
    /// - Parameters:
    ///   - key: The key of the work.
    ///   - work: The work, which runs in a separate task.
    /// - Returns: The result of the work.
    /// - Throws: The errors of the work; `CancellationError` if this task is cancelled.
    package func value(
        for key: Key,
        orStarting work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try Task.checkCancellation()
        let flight = flights[key] ?? start(key, work)
        let waiter = nextWaiter
        nextWaiter += 1
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                flight.waiting[waiter] = continuation
                waiters[waiter] = (key, flight)
                if Task.isCancelled { leave(waiter) }
            }
        } onCancel: {
            Task { await self.leave(waiter) }
        }
    }

    /// Keeps new tasks from joining running work; tasks that already wait for it get its result.
    ///
    /// - Parameter isOutdated: Whether new tasks must not join the work for a key.
    package func detach(where isOutdated: @Sendable (Key) -> Bool) {
        flights = flights.filter { !isOutdated($0.key) }
    }

    private func start(_ key: Key, _ work: @escaping @Sendable () async throws -> Value) -> Flight {
        let flight = Flight()
        flights[key] = flight
        flight.task = Task {
            let result: Result<Value, any Error>
            do {
                result = .success(try await work())
            } catch {
                result = .failure(error)
            }
            land(flight, key, result)
        }
        return flight
    }

    private func land(_ flight: Flight, _ key: Key, _ result: Result<Value, any Error>) {
        if flights[key] === flight { flights[key] = nil }
        for (waiter, continuation) in flight.waiting {
            waiters[waiter] = nil
            continuation.resume(with: result)
        }
        flight.waiting = [:]
    }

    private func leave(_ waiter: Int) {
        guard let (key, flight) = waiters.removeValue(forKey: waiter),
            let continuation = flight.waiting.removeValue(forKey: waiter)
        else { return }
        continuation.resume(throwing: CancellationError())
        guard flight.waiting.isEmpty else { return }
        flight.task?.cancel()
        if flights[key] === flight { flights[key] = nil }
    }
}
