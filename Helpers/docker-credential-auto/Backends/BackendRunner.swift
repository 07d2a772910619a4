import HelperProtocol
import SystemSupport

/// Runs the calls that a policy requests, within one limit for all of them.
///
/// A secret is only ever on a backend's standard input.
struct BackendRunner {
    let backends: [Backend]
    let environment: ProcessEnvironment
    let deadline: Deadline
    let diagnostics: HelperDiagnostics
    let absences = Absences()

    /// The output limit in bytes, more than any reply: helpers accept secrets of up to 8 MiB, and some of that may be
    /// escaped.
    static let outputLimit = 16 << 20

    /// Follows a policy to its end.
    ///
    /// Inlined, because generic code would look up the types of each policy at run time.
    ///
    /// - Parameters:
    ///   - policy: The policy, whose backends are among those of this runner.
    ///   - server: The server of the request, or nil for `list`.
    ///   - request: The standard input of the backends.
    ///   - known: Replies that are known without a call.
    /// - Returns: The outcome of the policy.
    @inline(__always)
    func follow<Policy: BackendPolicy>(
        _ policy: Policy,
        server: ServerURL? = nil,
        request: [UInt8] = [],
        known: BackendReplies = BackendReplies()
    ) -> Policy.Outcome {
        var replies = known
        while true {
            switch policy.next(after: replies) {
            case .finish(let outcome): return outcome
            case .call(let call):
                let waiting = policy.backends.count { !replies.contains(call.action, of: $0) }
                replies[call] = reply(to: call, server, call.action == .list ? [] : request, sharedBy: max(1, waiting))
            }
        }
    }

    /// Calls a backend within its share of the time limit: `count` backends, with this one, have yet to be called.
    private func reply(
        to call: BackendCall,
        _ server: ServerURL?,
        _ input: [UInt8],
        sharedBy count: Int
    ) -> BackendReply {
        guard let backend = backends.first(where: { $0.name == call.backend }) else { return .notFound }
        let limit = (deadline.remaining ?? HelperSettings.defaultTimeout) / count
        diagnostics.trace("calls \(backend.path) \(call.action.rawValue)\(call.mayPrompt ? ", which may prompt" : "")")
        do throws(SystemError) {
            let outcome = try ChildProcess.run(
                program: backend.path,
                arguments: [call.action.rawValue],
                environment: environment(of: call, within: limit),
                input: input,
                deadline: .after(limit),
                gracePeriod: min(.milliseconds(500), limit / 10),
                outputLimit: Self.outputLimit,
                // During a prompt, the messages of the backend must appear at once.
                standardError: call.mayPrompt ? .inherit : .capture(limit: 1 << 16),
                terminal: call.mayPrompt ? .foreground : .none
            )
            let reply = BackendReply(to: call, outcome, for: server, within: limit)
            if reply == .notFound, let meaning = HelperFailureClassifier(outcome.errorOutput).meaning, meaning.isAbsence
            {
                absences.reasons.append((backend.name, meaning.message))
            }
            passOn(outcome.errorOutput, of: backend, reply)
            return reply
        } catch {
            let message = "\(Backend.program(call.backend)) failed: \(error)"
            return .failed(
                BackendFailure(backend: backend.name, code: .unavailable, message: message, isRefusal: false)
            )
        }
    }

    /// The environment of a backend, which keeps a backend that does not know `DOCKER_CREDENTIAL_NO_PROMPT` from
    /// prompting as far as that is possible from outside.
    private func environment(of call: BackendCall, within limit: Duration) -> ProcessEnvironment {
        let parts = (limit * 9 / 10).components
        let milliseconds = max(50, parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000)
        var changed = environment
        changed.set("DOCKER_CREDENTIAL_TIMEOUT", to: "\(Double(milliseconds) / 1000)")
        // A backend that is missing here is not an error of this program: another one may work.
        changed.set("DOCKER_CREDENTIAL_STRICT", to: nil)
        changed.set(BackendOrder.callsVariable, to: "1")
        if !call.mayPrompt {
            changed.set(HelperSettings.noPromptVariable, to: "1")
            for name in ["GPG_TTY", "DISPLAY", "WAYLAND_DISPLAY"] { changed.set(name, to: nil) }
            // gpg-agent may know another display, on which Docker's own helper for pass would have it prompt.
            let options = environment["PASSWORD_STORE_GPG_OPTS"].map { "\($0) " } ?? ""
            changed.set("PASSWORD_STORE_GPG_OPTS", to: "\(options)--pinentry-mode error")
        }
        return changed
    }

    /// Passes on the notes and traces of a backend that succeeded.
    ///
    /// Only lines that begin with the program's name are passed on. Advice of a backend that failed is part of its
    /// failure. How to create a keyring or a password store does not matter if another backend works.
    private func passOn(_ errorOutput: [UInt8], of backend: Backend, _ reply: BackendReply) {
        guard !errorOutput.isEmpty else { return }
        let prefix = "\(Backend.program(backend.name)): "
        let isNoted =
            switch reply {
            case .credentials: true
            case .done, .users: HelperFailureClassifier(errorOutput).meaning?.isAbsence != true
            case .notFound, .failed: false
            }
        let lines = String(decoding: errorOutput, as: UTF8.self).split(whereSeparator: \.isNewline)
        for line in lines where line.hasPrefix(prefix) {
            let text = line.dropFirst(prefix.count)
            if text.hasPrefix("debug: ") {
                diagnostics.trace("\(prefix)\(text.dropFirst("debug: ".count))")
            } else if isNoted {
                diagnostics.note(String(text))
            }
        }
    }
}

/// The backends that found nothing because their keyring or password store does not exist in this session.
final class Absences {
    var reasons: [(backend: String, message: String)] = []
}
