/// Why a command did not do what it was asked for, or what a warning is about.
struct Failure: Error {
    /// A sentence that says what to do.
    enum Advice: Sendable {
        /// A sentence as it is.
        case text(String)
        /// A command line of this program, behind a reason to run it: `Log in: docker creds login registry.example`.
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

    /// A failure that was reported already.
    static let reported = Failure("")

    /// The same with more advice.
    func adding(_ more: [Advice]) -> Failure { Failure(message, status: status, advice: advice + more) }

    /// The advice as it is shown to somebody who started the program in this way.
    func advice(for invocation: Invocation) -> [String] {
        advice.map { advice in
            switch advice {
            case .text(let text): text
            case .command(let purpose, let arguments): "\(purpose): \(invocation.command(arguments))"
            }
        }
    }
}
