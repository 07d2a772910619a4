/// Runs one piece of work for a key however many tasks want its result.
///
/// A task that is cancelled stops waiting and disturbs none of the others. The work is cancelled when nobody waits for it
/// any more. The result goes to everybody who waits; nothing is kept, so `work` stores it where it belongs before it
/// returns, and looks there first.
package actor SingleFlight<Key: Hashable & Sendable, Value: Sendable> {
    /// The work for one key; it belongs to the actor.
    private final class Flight {
        var task: Task<Void, Never>?
        var waiting: [Int: CheckedContinuation<Value, any Error>] = [:]
    }

    private var flights: [Key: Flight] = [:]
    /// The flight that each waiting task waits for, also one that new tasks no longer join.
    private var waiters: [Int: (key: Key, flight: Flight)] = [:]
    private var nextWaiter = 0

    package init() {}

    /// Returns the result of the work that is under way for a key, or starts it.
    ///
    /// - Parameters:
    ///   - key: What the work is for.
    ///   - work: The work; it runs in a task of its own.
    /// - Returns: What the work returns.
    /// - Throws: What the work throws; `CancellationError` if this task is cancelled.
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

    /// Keeps new tasks from joining work that is under way; a task that waits for it already gets its result.
    ///
    /// - Parameter isOutdated: Whether the work for a key is no longer good to join.
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
