internal import HelperProtocol
internal import SystemSupport

/// The replies of helper programs during one operation, so that each call is made once even if several files name the
/// helper.
///
/// The cache exists as long as the outermost operation. A store or erase by a helper discards that helper's replies.
package actor HelperCallCache {
    /// The cache of the current operation of this task; nil outside of an operation.
    @TaskLocal static var current: HelperCallCache?

    /// Runs an operation whose helper calls share their replies.
    ///
    /// - Parameter operation: The operation. A nested operation shares the replies of the outer one.
    /// - Returns: The result of the operation.
    /// - Throws: The errors of the operation.
    package static func sharing<Value: Sendable>(
        _ operation: () async throws -> Value
    ) async throws -> Value {
        if current != nil { return try await operation() }
        return try await $current.withValue(HelperCallCache(), operation: operation)
    }

    /// The identity of a call: equal calls have the same reply.
    struct Call: Hashable {
        let program: String
        /// The variables as bytes, because a program may depend on one that is not UTF-8.
        let environment: [[UInt8]]
        let action: String
        let input: [UInt8]
    }

    private var outcomes: [Call: ChildProcess.Outcome] = [:]
    private var running: Set<Call> = []
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var changes = 0

    /// Returns the outcome of a read-only call, and calls `run` if there is none yet.
    ///
    /// The first caller runs the program in its own task, so that its cancellation ends the program. Concurrent callers
    /// wait, and run the program themselves if the first caller is cancelled.
    func outcome(
        of call: Call,
        orRunning run: @Sendable () async throws -> ChildProcess.Outcome
    ) async throws -> ChildProcess.Outcome {
        while outcomes[call] == nil, running.contains(call) {
            await withCheckedContinuation { waiting.append($0) }
        }
        if let outcome = outcomes[call] { return outcome }
        let change = changes
        running.insert(call)
        defer {
            running.remove(call)
            for continuation in waiting { continuation.resume() }
            waiting = []
        }
        let outcome = try await run()
        if change == changes { outcomes[call] = outcome }
        return outcome
    }

    /// Discards the replies of a program before it stores or erases something.
    func forget(_ program: String) {
        changes += 1
        outcomes = outcomes.filter { $0.key.program != program }
    }
}
