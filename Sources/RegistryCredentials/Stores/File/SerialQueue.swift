/// Runs the work of tasks one after the other, in the order in which they came.
///
/// A lock of the system is not fair: of many that ask for it, some come too late every time. The tasks of one process wait
/// here, without a thread and without a descriptor, and only one of them asks for the lock.
actor SerialQueue {
    private var isRunning = false
    private var nextNumber = 0
    private var waiting: [(number: Int, continuation: CheckedContinuation<Void, any Error>)] = []
    /// When work last succeeded: since then tasks have only waited for each other.
    private var lastSuccess: ContinuousClock.Instant?
    private let now: @Sendable () -> ContinuousClock.Instant

    init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.now = now
    }

    /// Runs `body` after all work that came before it.
    ///
    /// - Parameters:
    ///   - limit: How long `body` may wait for what it needs, from its arrival or from the last success before it. So many that
    ///     wait for what cannot be had give up together, and not one after the other.
    ///   - body: The work; gets what is left of the limit.
    /// - Returns: What `body` returns.
    /// - Throws: `CancellationError` if the task is cancelled before `body` runs; what `body` throws.
    func run<Value: Sendable>(
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

    /// Whether work is running, for tests.
    var isBusy: Bool { isRunning }

    /// How many tasks wait, for tests.
    var waitingCount: Int { waiting.count }

    private func begin() async throws {
        try Task.checkCancellation()
        guard isRunning else {
            isRunning = true
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

    /// Ends the wait of a task that was cancelled; work that runs already continues.
    private func leave(_ number: Int) {
        guard let index = waiting.firstIndex(where: { $0.number == number }) else { return }
        waiting.remove(at: index).continuation.resume(throwing: CancellationError())
    }

    private func end() {
        guard !waiting.isEmpty else {
            isRunning = false
            return
        }
        waiting.removeFirst().continuation.resume()
    }
}
