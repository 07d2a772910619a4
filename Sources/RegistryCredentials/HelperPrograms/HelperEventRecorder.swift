internal import HelperProtocol

/// Sends the events of one run of a helper program to its store's trace function.
struct HelperEventRecorder {
    private let program: CredentialHelperProgram
    private let action: HelperAction
    private let key: String?
    private let start = ContinuousClock.now

    init(_ program: CredentialHelperProgram, _ action: HelperAction, _ key: String?) {
        self.program = program
        self.action = action
        self.key = key
    }

    func started() { report(.started, after: nil) }

    func ended(wasFound: Bool) { report(wasFound ? .finished : .notFound, after: ContinuousClock.now - start) }

    /// Reports a failure or a cancellation.
    func failed(_ error: any Error) {
        let failure = error as? CredentialStoreError
        report(failure == nil ? .cancelled : .failed, after: ContinuousClock.now - start, failure)
    }

    private func report(_ stage: HelperEvent.Stage, after duration: Duration?, _ error: CredentialStoreError? = nil) {
        program.trace?(
            HelperEvent(
                stage: stage,
                helper: program.name,
                action: action,
                key: key,
                duration: duration,
                error: error
            )
        )
    }
}
