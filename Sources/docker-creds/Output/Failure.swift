internal import SystemSupport

/// The failure of a command, or a warning.
struct Failure: Error {
    /// A piece of advice.
    enum Advice: Sendable {
        /// A sentence.
        case text(String)
        /// A command line of this program, after a reason to run it: `Log in: docker creds login registry.example`.
        case command(purpose: String, arguments: String)
    }

    /// The exit status of the program.
    let status: ExitStatus
    /// `what failed: why` on one line, without a secret.
    let message: String
    let advice: [Advice]

    init(_ message: String, status: ExitStatus = .failed, advice: [Advice] = []) {
        self.message = message
        self.status = status
        self.advice = advice
    }

    /// Creates the failure for a condition that several programs report.
    init(_ diagnosis: Diagnosis) {
        self.init(diagnosis.message, advice: diagnosis.advice.map(Advice.text))
    }

    /// A failure that has already been reported.
    static let reported = Failure("")

    /// Returns the failure with another exit status, unless the command line is wrong.
    func withStatus(_ status: ExitStatus) -> Failure {
        self.status == .usage ? self : Failure(message, status: status, advice: advice)
    }

    /// Returns the failure with more advice.
    func adding(_ more: [Advice]) -> Failure { Failure(message, status: status, advice: advice + more) }

    /// Returns the advice for the way in which the program was started.
    func advice(for invocation: Invocation) -> [String] {
        advice.map { advice in
            switch advice {
            // The libraries do not know how this program was started.
            case .text(let text): text.replacing("docker creds ", with: "\(invocation.name) ")
            case .command(let purpose, let arguments): "\(purpose): \(invocation.command(arguments))"
            }
        }
    }
}
