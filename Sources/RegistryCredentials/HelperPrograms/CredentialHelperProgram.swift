internal import HelperProtocol
internal import SystemPackage
internal import SystemSupport

/// A helper program `docker-credential-NAME`: finds it, runs it and tells what its exit means.
///
/// A run gets all of its input, a timeout and a limit for its output. At the timeout, or when the task is cancelled, its
/// process group is killed. What it prints goes to the caller or nowhere; only advice in the form of this package's
/// helpers becomes a part of an error.
struct CredentialHelperProgram: Sendable {
    /// The part of the file name after `docker-credential-`.
    let suffix: String
    var environment: ProcessEnvironment
    private let givenTimeout: Duration?
    let allowedHelpers: Set<String>?
    var mayUseTerminal: Bool
    let origin: CredentialStoreError.Place
    let trace: (@Sendable (HelperEvent) -> Void)?

    /// More than any answer has: a secret of 8 MiB, which is the most that helpers take, with some of it escaped.
    static let outputLimit = 16 << 20

    init(_ suffix: String, _ options: NativeStore.Options) {
        self.suffix = suffix
        environment = options.inherited ?? options.environment.map { ProcessEnvironment($0) } ?? .current
        givenTimeout = options.timeout
        allowedHelpers = options.allowedHelpers
        mayUseTerminal = options.mayUseTerminal
        origin = options.origin
        trace = options.trace
    }

    /// The program's file name.
    var name: String { "docker-credential-\(suffix)" }

    /// The longest that one run may take.
    ///
    /// The helpers of this package give up by themselves after `DOCKER_CREDENTIAL_TIMEOUT`, or 30 seconds, and say why.
    /// So a timeout from the variable leaves them a moment to do so, and the default is longer than theirs.
    var timeout: Duration {
        if let givenTimeout { return givenTimeout }
        guard environment[Self.timeoutVariable] != nil,
            let settings = try? HelperSettings({ environment[$0] })
        else { return .seconds(60) }
        return settings.timeout + .seconds(1)
    }

    static let timeoutVariable = "DOCKER_CREDENTIAL_TIMEOUT"

    /// The same program without the terminal, for calls that must not ask anybody.
    var withoutTerminal: Self {
        var program = self
        program.mayUseTerminal = false
        return program
    }

    /// Runs the program for one verb.
    ///
    /// Within one operation a call that only reads is made once.
    ///
    /// - Parameters:
    ///   - action: The verb.
    ///   - key: The key that it is about, for messages and events.
    ///   - input: Its standard input.
    /// - Returns: Its standard output; nil if it said that there is no such credential.
    /// - Throws: ``CredentialStoreError`` for everything else, and `CancellationError` if the task was cancelled.
    func run(_ action: HelperAction, key: String? = nil, input: [UInt8] = []) async throws -> [UInt8]? {
        guard let cache = HelperCallCache.current else { return try await runTraced(action, key, input).output }
        switch action {
        case .store, .erase:
            await cache.forget(name)
            do {
                let output = try await runTraced(action, key, input).output
                await cache.forget(name)
                return output
            } catch {
                await cache.forget(name)
                throw error
            }
        default:
            let call = HelperCallCache.Call(
                program: name,
                environment: environment.variables,
                action: action.rawValue,
                input: input
            )
            let outcome = try await cache.outcome(of: call) {
                try await runTraced(action, key, input, isChecked: false).outcome
            }
            return try HelperExit(self, action, key).output(of: outcome)
        }
    }

    /// Runs the program, with an event before and one after it.
    ///
    /// Unless `isChecked`, a failure of the program is in the outcome and not thrown.
    private func runTraced(
        _ action: HelperAction,
        _ key: String?,
        _ input: [UInt8],
        isChecked: Bool = true
    ) async throws -> (outcome: ChildProcess.Outcome, output: [UInt8]?) {
        let events = HelperEventRecorder(self, action, key)
        events.started()
        do {
            try Task.checkCancellation()
            let outcome = try await runProcess(action, key, input)
            let output: [UInt8]?
            do {
                output = try HelperExit(self, action, key).output(of: outcome)
            } catch let error as CredentialStoreError where !isChecked {
                events.failed(error)
                return (outcome, nil)
            }
            events.ended(wasFound: output != nil)
            return (outcome, output)
        } catch {
            events.failed(error)
            throw error
        }
    }

    private func runProcess(
        _ action: HelperAction,
        _ key: String?,
        _ input: [UInt8]
    ) async throws -> ChildProcess.Outcome {
        let deadline = Deadline.after(timeout)
        let signal: CancellationSignal
        do {
            signal = try CancellationSignal.make()
        } catch {
            throw refusal(.failed, "\(error)", key)
        }
        return try await withTaskCancellationHandler {
            try await BlockingWork.run {
                let program = try find(key)
                do {
                    return try ChildProcess.run(
                        program: program,
                        arguments: [action.rawValue],
                        environment: environment,
                        input: input,
                        deadline: deadline,
                        outputLimit: Self.outputLimit,
                        terminal: mayUseTerminal ? .foreground : .background,
                        cancellation: signal.descriptor
                    )
                } catch {
                    throw refusal(.unavailable, "\(error)", key)
                }
            }
        } onCancel: {
            signal.send()
        }
    }
}
