internal import HelperProtocol
internal import SystemPackage
internal import SystemSupport

/// A credential helper program, `docker-credential-NAME`: finds it, runs it and interprets its exit.
///
/// Each run has a timeout and a limit on its output. At the timeout, or when the task is cancelled, its process group
/// is killed. Output is returned to the caller only; errors quote none of it, except advice in the format of this
/// package's helpers.
struct CredentialHelperProgram: Sendable {
    /// The part of the file name after `docker-credential-`.
    let suffix: String
    var environment: ProcessEnvironment
    private var givenTimeout: Duration?
    let allowedHelpers: Set<String>?
    private let mayRun: Bool
    var mayUseTerminal: Bool
    let origin: CredentialStoreError.Place
    let trace: (@Sendable (HelperEvent) -> Void)?
    /// The program and arguments that run this program; empty to run it directly.
    private var launcher: [String] = []

    /// The output limit in bytes.
    ///
    /// A reply is smaller: helpers accept secrets of up to 8 MiB, and some of that may be escaped.
    static let outputLimit = 16 << 20

    init(_ suffix: String, _ options: NativeStore.Options) {
        self.suffix = suffix
        environment = options.processEnvironment
        givenTimeout = options.timeout
        allowedHelpers = options.allowedHelpers
        mayRun = options.mayRunPrograms
        mayUseTerminal = options.mayUseTerminal
        origin = options.origin
        trace = options.trace
    }

    /// The program's file name.
    var name: String { "docker-credential-\(suffix)" }

    /// The timeout of one run.
    ///
    /// The helpers of this package give up after `DOCKER_CREDENTIAL_TIMEOUT`, or 30 seconds, and report why. So a
    /// timeout from the variable is extended a little, and the default is longer than theirs.
    var timeout: Duration {
        if let givenTimeout { return givenTimeout }
        guard environment[Self.timeoutVariable] != nil,
            let settings = try? HelperSettings({ environment[$0] })
        else { return .seconds(60) }
        return settings.timeout + .seconds(1)
    }

    static let timeoutVariable = "DOCKER_CREDENTIAL_TIMEOUT"

    /// The same program without access to the terminal, for calls that must not prompt.
    var withoutTerminal: Self {
        var program = self
        program.mayUseTerminal = false
        return program
    }

    /// The same program as podman runs it for an ordinary user: in its user namespace, where the user appears as root.
    ///
    /// It has no terminal, and at most half a minute.
    var inPodmanNamespace: Self {
        var program = withoutTerminal
        program.launcher = ["podman", "unshare"]
        program.givenTimeout = min(timeout, .seconds(30))
        return program
    }

    /// Runs the program for one verb.
    ///
    /// Within one operation, each read-only call runs once and its result is shared.
    ///
    /// - Parameters:
    ///   - action: The verb.
    ///   - key: The key of the request, for messages and events.
    ///   - input: The program's standard input.
    /// - Returns: The program's standard output; nil if it reported that there is no such credential.
    /// - Throws: ``CredentialStoreError`` for any other failure; `CancellationError` if the task was cancelled.
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
            let outcome = try await sharedOutcome(action, key, input, in: cache)
            return try HelperExit(self, action, key).output(of: outcome)
        }
    }

    private func sharedOutcome(
        _ action: HelperAction,
        _ key: String?,
        _ input: [UInt8],
        in cache: HelperCallCache
    ) async throws -> ChildProcess.Outcome {
        let call = HelperCallCache.Call(
            program: (launcher + [name]).joined(separator: " "),
            environment: environment.entries,
            action: action.rawValue,
            input: input
        )
        return try await cache.outcome(of: call) {
            try await runTraced(action, key, input, isChecked: false).outcome
        }
    }

    /// The same program, which names the backend that has a credential if it is docker-credential-auto.
    var namingBackend: Self {
        guard suffix == BackendOrder.caller else { return self }
        var program = self
        program.environment = environment.replacing([AnsweringBackend.variable: "1"])
        return program
    }

    /// Returns the file name of the helper from which docker-credential-auto got a credential; nil for other programs.
    ///
    /// Reads the reply that the lookup in the same operation got, and runs nothing.
    func backend(answering key: ServerURL) async throws -> String? {
        guard suffix == BackendOrder.caller, let cache = HelperCallCache.current else { return nil }
        let outcome = try await sharedOutcome(.get, key.text, Array(key.text.utf8), in: cache)
        return AnsweringBackend(errorOutput: outcome.errorOutput)?.helper
    }

    /// Runs the program and sends an event before and after the run.
    ///
    /// If `isChecked` is false, a failure of the program is part of the outcome and is not thrown.
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
        guard mayRun else { throw notAllowed(key) }
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
                    let first = try launcher.first.map { name throws(SystemError) in
                        try ExecutableSearch.find(name, in: environment)
                    }
                    let further = launcher.isEmpty ? [] : launcher.dropFirst() + [name]
                    return try ChildProcess.run(
                        program: first ?? program,
                        arguments: further + [action.rawValue],
                        environment: environment,
                        input: input,
                        deadline: deadline,
                        outputLimit: Self.outputLimit,
                        terminal: mayUseTerminal ? .foreground : launcher.isEmpty ? .background : .none,
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
