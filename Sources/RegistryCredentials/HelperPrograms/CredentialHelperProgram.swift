internal import HelperProtocol
internal import SystemPackage
internal import SystemSupport

/// A helper program `docker-credential-NAME`: where it is, how it is run, and what its end means.
///
/// A run gets all of its input, a deadline and a limit for its output. At the deadline, or when the task is cancelled,
/// its process group is killed. What it prints goes to the caller or nowhere: never into an error.
struct CredentialHelperProgram: Sendable {
    /// What stands after `docker-credential-`.
    let suffix: String
    let environment: ProcessEnvironment
    let deadline: Duration
    let allowedHelpers: Set<String>?
    let mayUseTerminal: Bool
    let origin: CredentialStoreError.Place
    let trace: (@Sendable (HelperEvent) -> Void)?

    /// More than any answer has: a secret of 8 MiB, which is the most that helpers take, with some of it escaped.
    static let outputLimit = 16 << 20

    init(_ suffix: String, _ options: NativeStore.Options) {
        self.suffix = suffix
        environment = options.environment.map { ProcessEnvironment($0) } ?? .current
        deadline = options.deadline
        allowedHelpers = options.allowedHelpers
        mayUseTerminal = options.mayUseTerminal
        origin = options.origin
        trace = options.trace
    }

    /// The program's file name.
    var name: String { "docker-credential-\(suffix)" }

    /// Runs the program for one verb.
    ///
    /// - Parameters:
    ///   - action: The verb.
    ///   - key: The key that it is about, for messages and events.
    ///   - input: Its standard input.
    /// - Returns: Its standard output; nil if it said that there is no such credential.
    /// - Throws: ``CredentialStoreError`` for everything else, and `CancellationError` if the task was cancelled.
    func run(_ action: HelperAction, key: String? = nil, input: [UInt8] = []) async throws -> [UInt8]? {
        try await traced(action, key) {
            try Task.checkCancellation()
            let outcome = try await runProcess(action, key, input)
            return try HelperEnding(self, action, key).output(of: outcome)
        }
    }

    private func runProcess(
        _ action: HelperAction,
        _ key: String?,
        _ input: [UInt8]
    ) async throws -> ChildProcess.Outcome {
        let deadline = Deadline.after(deadline)
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
                        ownProcessGroup: !mayUseTerminal,
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

    /// Whether there is such a program that may be run.
    var isInstalled: Bool { (try? find(nil)) != nil }

    /// Whether there is a program called `name` for a helper with these options.
    static func isProgram(_ name: String, _ options: NativeStore.Options) -> Bool {
        let environment = options.environment.map { ProcessEnvironment($0) } ?? .current
        return (try? ExecutableSearch.find(name, in: environment)) != nil
    }

    /// The program's path.
    private func find(_ key: String?) throws(CredentialStoreError) -> FilePath {
        guard !suffix.isEmpty, !suffix.utf8.contains(UInt8(ascii: "/")), suffix.printable == suffix else {
            throw refusal(
                .denied,
                "a credential helper is named by what follows \"docker-credential-\" in its file name, not by a path",
                key,
                advice: ["Put the program into a directory of PATH as docker-credential-NAME, and name it NAME"]
            )
        }
        if let allowedHelpers, !allowedHelpers.contains(where: { $0.utf8.elementsEqual(suffix.utf8) }) {
            let names = allowedHelpers.sorted().joined(separator: ", ")
            throw refusal(.denied, "this credential helper is not one of those allowed: \(names)", key)
        }
        do {
            return try ExecutableSearch.find(name, in: environment)
        } catch  where error.code == .permissionDenied {
            let path = error.path.map { "\($0)" } ?? name
            throw refusal(.unavailable, "\(error)", key, advice: ["See its mode: ls -l \(path)"])
        } catch {
            throw refusal(
                .unavailable,
                "the credential helper is not installed: \(name) is in no absolute directory of PATH",
                key,
                advice: ["Install it, or choose another helper"]
            )
        }
    }

    /// An error about this program.
    func refusal(
        _ code: CredentialStoreError.Code,
        _ message: String,
        _ key: String?,
        advice: [String] = []
    ) -> CredentialStoreError {
        let place = CredentialStoreError.Place(file: origin.file, key: key ?? origin.key, helper: name)
        let source = origin.key.flatMap { named in key == nil ? nil : "The helper is named by \(named)" }
        return CredentialStoreError(code, message, at: place, advice: advice + (source.map { [$0] } ?? []))
    }
}
