import HelperProtocol

/// One call of a backend.
struct BackendCall: Equatable {
    /// The backend's name after `docker-credential-`.
    let backend: String
    let action: HelperAction
    /// Whether the backend may prompt for a password or a passphrase.
    var mayPrompt = false
}

/// The reply of a backend to a call.
enum BackendReply: Equatable {
    case credentials(Credentials)
    /// The user of each server.
    case users([ServerURL: String])
    /// It stored or erased.
    case done
    case notFound
    case failed(BackendFailure)
}

/// Why a call of a backend failed.
struct BackendFailure: Equatable {
    let backend: String
    let code: HelperError.Code
    /// The backend and the reason, without any output of it.
    let message: String
    /// The advice of the backend.
    var advice: [String] = []
    /// Whether the reason is known, and not only the exit status.
    var isExplained = false
    /// Whether the backend's keyring or password store does not exist in this session, so that nothing is in it now.
    var isAbsence = false
    /// Whether the backend replied with an error; otherwise it hung, crashed or replied with something else.
    let isRefusal: Bool

    /// Whether the same call might succeed if the backend may prompt.
    ///
    /// Docker's helpers report a locked store in the wording of other programs, so an unknown error may mean that too.
    var mayNeedPrompt: Bool { isRefusal && (code == .locked || code == .failed && !isExplained) }
}

/// The replies so far.
///
/// They are few and are searched one by one: the hash table of a dictionary takes a short-lived program longer.
struct BackendReplies {
    private struct Entry {
        let call: BackendCall
        let reply: BackendReply
    }

    private var entries: [Entry] = []

    /// The reply to a call, or nil if there is none yet.
    subscript(call: BackendCall) -> BackendReply? {
        get { entries.first { $0.call == call }?.reply }
        set {
            entries.removeAll { $0.call == call }
            if let newValue { entries.append(Entry(call: call, reply: newValue)) }
        }
    }

    /// Whether a backend has replied to an action.
    func contains(_ action: HelperAction, of backend: String) -> Bool {
        entries.contains { $0.call.backend == backend && $0.call.action == action }
    }
}

/// The next step of a request.
enum BackendStep<Outcome> {
    case call(BackendCall)
    case finish(Outcome)
}

/// A decision about the next step of a request, from nothing but the replies so far.
protocol BackendPolicy {
    associatedtype Outcome

    /// The backends that may be called, in order.
    var backends: [String] { get }

    /// The next step after the replies to all calls that earlier steps have requested.
    func next(after replies: BackendReplies) -> BackendStep<Outcome>
}

extension BackendReply {
    var failure: BackendFailure? {
        if case .failed(let failure) = self { failure } else { nil }
    }
}
