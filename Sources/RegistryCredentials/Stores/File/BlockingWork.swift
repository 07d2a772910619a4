internal import Dispatch

/// Runs what waits for a disk, a lock or a child process away from the threads of Swift's tasks, which must not wait.
enum BlockingWork {
    /// Runs `work` on a thread of its own.
    ///
    /// - Parameter work: What to do. A cancellation of the task does not end it.
    /// - Returns: What `work` returns.
    /// - Throws: What `work` throws.
    static func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            // A serial queue of its own gets a thread at once. The global queues have as many as there are processors,
            // and look once a second whether all of them wait (libdispatch's src/event/workqueue.c).
            DispatchQueue(label: "registry-credentials.blocking-work").async {
                continuation.resume(with: Result(catching: work))
            }
        }
    }
}
