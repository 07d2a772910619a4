internal import HelperProtocol
internal import SystemSupport

/// Interprets the exit status and output of a helper.
struct HelperExit {
    private let program: CredentialHelperProgram
    private let action: HelperAction
    private let key: String?

    init(_ program: CredentialHelperProgram, _ action: HelperAction, _ key: String?) {
        self.program = program
        self.action = action
        self.key = key
    }

    /// Returns the output of a successful run; nil if the helper reported that there is no such credential.
    ///
    /// - Throws: ``CredentialStoreError``; `CancellationError`.
    func output(of outcome: ChildProcess.Outcome) throws -> [UInt8]? {
        switch outcome.termination {
        case .exited(0): return outcome.output
        case .exited(let status):
            let advice = remedy(HelperAdvice(ofProgram: program.name, in: outcome.errorOutput).sentences)
            // The protocol puts errors on standard output; standard error may hold an unrelated warning.
            for text in [outcome.output, outcome.errorOutput].map(HelperFailureClassifier.init) {
                if text.isNotFound { return nil }
                guard let meaning = text.meaning else { continue }
                throw error(Self.code(meaning.code), "\(program.name) failed: \(meaning.message)", advice: advice)
            }
            throw error(.failed, "\(program.name) failed: exit status \(status)", advice: advice)
        case .signalled(let signal):
            throw error(.failed, "\(program.name) was ended by signal \(signal)", advice: [reproducing])
        case .timedOut:
            let expiry = Diagnosis.timedOut("\(program.name) \(action.rawValue)", after: program.timeout)
            throw error(
                .timedOut,
                expiry.message,
                advice: ["Unlock its store if it is waiting for that"] + expiry.advice
            )
        case .outputTooLarge:
            let excess = Diagnosis.printedTooMuch(program.name, limit: CredentialHelperProgram.outputLimit)
            throw error(.damaged, excess.message, advice: [reproducing])
        case .cancelled:
            throw CancellationError()
        }
    }

    private static func code(_ code: HelperError.Code) -> CredentialStoreError.Code {
        switch code {
        case .locked: .locked
        case .unavailable: .unavailable
        case .denied: .denied
        case .timedOut: .timedOut
        case .damaged: .damaged
        case .unsupported: .unsupported
        case .malformedRequest: .notRepresentable
        default: .failed
        }
    }

    /// Returns the error for a reply that violates the protocol.
    func damaged(_ problem: HelperError) -> CredentialStoreError {
        error(
            .damaged,
            "\(problem.message); standard output must begin with the reply",
            advice: [reproducing]
        )
    }

    private func error(
        _ code: CredentialStoreError.Code,
        _ message: String,
        advice: [String]
    ) -> CredentialStoreError {
        program.refusal(code, message, key, advice: advice)
    }

    /// Returns the helper's own advice, or else a command that shows its output.
    private func remedy(_ advice: [String]) -> [String] { advice.isEmpty ? [reproducing] : advice }

    /// Advice to run the helper by hand, because its output may hold a secret.
    ///
    /// The command changes nothing. It repeats the failed call if possible: `list` often succeeds if `get` cannot
    /// unlock a key.
    private var reproducing: String {
        guard action.readsInput, let key else { return "Run it to see its message: \(program.name) \(action.rawValue)" }
        return
            "Run it to see its output, which may contain the secret: printf %s \(key.shellQuoted) | \(program.name) get"
    }
}
