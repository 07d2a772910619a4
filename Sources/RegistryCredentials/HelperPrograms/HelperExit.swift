internal import HelperProtocol
internal import SystemSupport

/// What the end of a run means, as a function of how it ended and what was printed.
struct HelperEnding {
    private let program: CredentialHelperProgram
    private let action: HelperAction
    private let key: String?

    init(_ program: CredentialHelperProgram, _ action: HelperAction, _ key: String?) {
        self.program = program
        self.action = action
        self.key = key
    }

    /// The output of a run that did what it was asked for; nil if it said that there is no such credential.
    ///
    /// - Throws: ``CredentialStoreError``, without a byte of what was printed; `CancellationError`.
    func output(of outcome: ChildProcess.Outcome) throws -> [UInt8]? {
        switch outcome.termination {
        case .exited(0): return outcome.output
        case .exited(let status):
            // Standard output is the protocol's place for an error; standard error may hold an older warning.
            for saying in [outcome.output, outcome.errorOutput].map(HelperSaying.init) {
                if saying.isNotFound { return nil }
                guard let meaning = saying.meaning else { continue }
                throw error(meaning.code, "the credential helper failed: \(meaning.message)", advice: [toSeeIt])
            }
            throw error(.failed, "the credential helper failed: its exit status is \(status)", advice: [toSeeIt])
        case .signalled(let signal):
            throw error(.failed, "the credential helper was ended by signal \(signal)", advice: [toSeeIt])
        case .timedOut:
            throw error(
                .timedOut,
                "the credential helper did not answer \(action.rawValue) within \(program.deadline)",
                advice: ["It may be waiting for someone to unlock its store", toSeeIt]
            )
        case .outputTooLarge:
            let limit = CredentialHelperProgram.outputLimit >> 20
            throw error(.malformed, "the credential helper printed more than \(limit) MiB", advice: [toSeeIt])
        case .cancelled:
            throw CancellationError()
        }
    }

    /// An answer that is not what the protocol says.
    func malformed(_ problem: HelperError) -> CredentialStoreError {
        error(
            .malformed,
            "\(problem.message), which has to be the first thing on its standard output",
            advice: [toSeeIt]
        )
    }

    private func error(
        _ code: CredentialStoreError.Code,
        _ message: String,
        advice: [String]
    ) -> CredentialStoreError {
        program.refusal(code, message, key, advice: advice)
    }

    /// How to see what a helper says: by hand, since its words may hold a secret.
    ///
    /// Nothing is changed by that, so what cannot be stored or erased has to be looked for with `list`.
    private var toSeeIt: String {
        guard action == .get, let key else {
            return "To see what it says, run: \(program.name) \(action.readsInput ? .list : action)"
        }
        return "To see what it says, which may be the secret, run: printf %s \(key.shellQuoted) | \(program.name) get"
    }
}
