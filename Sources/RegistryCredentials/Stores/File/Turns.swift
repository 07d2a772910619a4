/// Lets tasks do something one after the other, in the order in which they came.
///
/// A lock of the system is not fair: of many that ask for it again and again some come too late every time. The tasks of
/// one process wait here, without a thread and without a descriptor, and only one of them asks for the lock.
actor Turns {
    private var isTaken = false
    private var nextNumber = 0
    private var waiting: [(number: Int, continuation: CheckedContinuation<Void, any Error>)] = []
    /// When the last turn ended well: since then nobody has had to wait for anything but others' turns.
    private var lastSuccess: ContinuousClock.Instant?
    private let now: @Sendable () -> ContinuousClock.Instant

    init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.now = now
    }

    /// Does `body` when all that came before have ended.
    ///
    /// - Parameters:
    ///   - limit: How long `body` may wait for what it needs, counted from when it came or from when the turn before it
    ///     ended well. So many that wait for what cannot be had give up together, and not one after the other.
    ///   - body: What to do; gets what is left of the limit.
    /// - Returns: What `body` returns.
    /// - Throws: `CancellationError` if the task is cancelled before its turn; what `body` throws.
    func take<Value: Sendable>(
        limit: Duration,
        _ body: @Sendable (_ remaining: Duration) async throws -> Value
    ) async throws -> Value {
        let arrival = now()
        try await begin()
        defer { end() }
        let start = max(arrival, lastSuccess ?? arrival)
        let value = try await body(max(.zero, limit - (now() - start)))
        lastSuccess = now()
        return value
    }

    /// Whether somebody has a turn, for tests.
    var isBusy: Bool { isTaken }

    /// How many wait, for tests.
    var waitingCount: Int { waiting.count }

    private func begin() async throws {
        try Task.checkCancellation()
        guard isTaken else {
            isTaken = true
            return
        }
        nextNumber += 1
        let number = nextNumber
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiting.append((number, continuation))
                if Task.isCancelled { leave(number) }
            }
        } onCancel: {
            Task { await self.leave(number) }
        }
    }

    /// Ends the wait of a task that was cancelled; one that has its turn already keeps it.
    private func leave(_ number: Int) {
        guard let index = waiting.firstIndex(where: { $0.number == number }) else { return }
        waiting.remove(at: index).continuation.resume(throwing: CancellationError())
    }

    private func end() {
        guard !waiting.isEmpty else {
            isTaken = false
            return
        }
        waiting.removeFirst().continuation.resume()
    }
}
