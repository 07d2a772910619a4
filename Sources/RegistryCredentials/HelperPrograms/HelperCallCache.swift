internal import HelperProtocol
internal import SystemSupport

/// The answers of helper programs to one operation, so that each is asked once for the same thing however many files
/// name it.
///
/// It lives as long as the outermost operation. What a helper stores or erases meanwhile outdates what it answered before.
package actor HelperCallCache {
    /// The cache of the operation that is under way in this task; nil outside of one.
    @TaskLocal static var current: HelperCallCache?

    /// Runs an operation whose calls of helper programs share their answers.
    ///
    /// - Parameter operation: The operation. One that runs inside another shares the other's answers.
    /// - Returns: What the operation returns.
    /// - Throws: What the operation throws.
    package static func sharing<Value: Sendable>(
        _ operation: () async throws -> Value
    ) async throws -> Value {
        if current != nil { return try await operation() }
        return try await $current.withValue(HelperCallCache(), operation: operation)
    }

    /// A call that has the same answer as another one.
    struct Call: Hashable {
        let program: String
        let environment: [String: String]
        let action: String
        let input: [UInt8]
    }

    private var outcomes: [Call: ChildProcess.Outcome] = [:]
    private var running: Set<Call> = []
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var changes = 0

    /// The outcome of a call that only reads; `run` makes it unless it was made before.
    ///
    /// The first caller runs the program in its own task, so that it ends with the program also when it is cancelled. Those
    /// who want the same at that time wait, and run it themselves if the first was cancelled.
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

    /// Forgets what a program answered, as it stores or erases something.
    func forget(_ program: String) {
        changes += 1
        outcomes = outcomes.filter { $0.key.program != program }
    }
}
