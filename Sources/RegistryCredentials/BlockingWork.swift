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
            DispatchQueue.global().async {
                continuation.resume(with: Result(catching: work))
            }
        }
    }
}
