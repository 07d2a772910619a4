import HelperProtocol
import SystemSupport

extension BackendReply {
    /// The reply that a program gave.
    ///
    /// A failure quotes none of the program's output, which may contain a secret, but replaces a known message by one of
    /// this package.
    ///
    /// - Parameters:
    ///   - call: The call.
    ///   - outcome: How the program ended, and its output.
    ///   - server: The server of `get`.
    ///   - limit: The time that the program had.
    init(to call: BackendCall, _ outcome: ChildProcess.Outcome, for server: ServerURL?, within limit: Duration) {
        let program = Backend.program(call.backend)
        func failed(_ code: HelperError.Code, _ message: String) -> BackendReply {
            .failed(BackendFailure(backend: call.backend, code: code, message: message, isRefusal: false))
        }
        switch outcome.termination {
        case .exited(0):
            do {
                self = try Self.reading(outcome.output, of: call, for: server)
            } catch {
                self = failed(.damaged, "\(program) failed: \(error.message)")
            }
        case .exited(let status):
            let texts = [outcome.output, outcome.errorOutput].map(HelperFailureClassifier.init)
            if call.action != .store, texts.contains(where: \.isNotFound) {
                self = .notFound
                return
            }
            let meaning = texts.lazy.compactMap(\.meaning).first
            self = .failed(
                BackendFailure(
                    backend: call.backend,
                    code: meaning?.code ?? .failed,
                    message: "\(program) failed: \(meaning?.message ?? "exit status \(status)")",
                    advice: HelperAdvice(ofProgram: program, in: outcome.errorOutput).sentences,
                    isExplained: meaning != nil,
                    isAbsence: meaning?.isAbsence ?? false,
                    isRefusal: true
                )
            )
        case .signalled(let signal): self = failed(.failed, "\(program) was ended by signal \(signal)")
        case .timedOut:
            self = failed(.timedOut, Diagnosis.timedOut("\(program) \(call.action.rawValue)", after: limit).message)
        case .outputTooLarge:
            self = failed(.damaged, Diagnosis.printedTooMuch(program, limit: BackendRunner.outputLimit).message)
        case .cancelled: self = failed(.failed, "\(program) was cancelled")
        }
    }

    private static func reading(
        _ output: [UInt8],
        of call: BackendCall,
        for server: ServerURL?
    ) throws(HelperError) -> BackendReply {
        switch call.action {
        case .get:
            guard let server, let found = try HelperMessage.credentials(fromOutput: output, for: server) else {
                return .notFound
            }
            return .credentials(found)
        case .list:
            var users: [ServerURL: String] = [:]
            for (text, username) in try HelperMessage.users(fromOutput: output) {
                // A key that no client can ask for is not listed.
                if let server = try? ServerURL(text), server.text.utf8.elementsEqual(text.utf8) {
                    users[server] = username
                }
            }
            return .users(users)
        case .store, .erase, .version: return .done
        }
    }
}
