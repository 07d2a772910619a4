internal import Dispatch

/// Runs blocking work, such as waiting for a disk, a lock or a child process, outside of Swift's cooperative thread
/// pool.
package enum BlockingWork {
    /// Runs `work` on a separate thread.
    ///
    /// - Parameter work: The work. Cancelling the task does not end it.
    /// - Returns: The result of `work`.
    /// - Throws: The errors of `work`.
    package static func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            // A new serial queue gets a thread at once. The global queues have as many threads as processors, and check
            // only once a second whether all of them are blocked (libdispatch's src/event/workqueue.c).
            DispatchQueue(label: "registry-credentials.blocking-work").async {
                continuation.resume(with: Result(catching: work))
            }
        }
    }
}
