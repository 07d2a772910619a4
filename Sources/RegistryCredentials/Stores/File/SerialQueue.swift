/// Runs the work of tasks one at a time, in order of arrival.
///
/// File locks are not fair: some of many waiting tasks might never get one. The tasks of a process wait here instead,
/// without a thread or a descriptor, and only one of them at a time requests the lock.
actor SerialQueue {
    private var isRunning = false
    private var nextNumber = 0
    private var waiting: [(number: Int, continuation: CheckedContinuation<Void, any Error>)] = []
    /// When work last succeeded.
    ///
    /// Until then tasks waited only for each other.
    private var lastSuccess: ContinuousClock.Instant?
    private let now: @Sendable () -> ContinuousClock.Instant

    init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.now = now
    }

    /// Runs `body` after all work that arrived before it.
    ///
    /// - Parameters:
    ///   - timeout: How long `body` may wait, measured from its arrival or from the last success before it. So tasks that
    ///     wait for something unavailable give up together instead of one after the other.
    ///   - body: The work; its argument is the remaining time.
    /// - Returns: The result of `body`.
    /// - Throws: `CancellationError` if the task is cancelled before `body` runs; the errors of `body`.
    func run<Value: Sendable>(
        timeout: Duration,
        _ body: @Sendable (_ remaining: Duration) async throws -> Value
    ) async throws -> Value {
        let arrival = now()
        try await begin()
        defer { end() }
        let start = max(arrival, lastSuccess ?? arrival)
        let value = try await body(max(.zero, timeout - (now() - start)))
        lastSuccess = now()
        return value
    }

    /// Whether work is running, for tests.
    var isBusy: Bool { isRunning }

    /// The number of waiting tasks, for tests.
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

    /// Ends the wait of a cancelled task; work that has started continues.
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
