/// What the user has asked for, and the answers that are already known.
public struct SetupRequest: Sendable, Equatable {
    /// The answer to a question.
    public enum Decision: Sendable, Equatable {
        /// The user agrees.
        case yes
        /// The user refuses.
        case no
        /// Not asked yet; ``SetupPlan/questions`` has the question if it matters.
        case undecided
    }

    /// The programs that will use the helper.
    public var client = SetupClient.docker

    /// The helper to set up; nil to recommend one.
    public var backend: SetupBackend?

    /// Whether a gpg key and a password store may be created.
    public var createsKey = Decision.undecided

    /// Whether gpg asks for a passphrase for a new key, which needs a terminal.
    ///
    /// Otherwise the key has none.
    public var asksForPassphrase = false

    /// The gpg key for a new password store, by its fingerprint or a part of its user ID; nil for the only one.
    public var key: String?

    /// Whether another `credsStore` may be replaced.
    public var replacesHelper = Decision.undecided

    /// Whether passwords in plain text are moved to the helper.
    public var migrates = Decision.undecided

    /// Whether the logins of a helper that is replaced are moved.
    public var movesLogins = Decision.undecided

    /// Whether docker calls `docker creds` when a command fails.
    public var enablesHook = Decision.undecided

    /// Whether a helper can prompt for a passphrase on a terminal.
    public var hasTerminal = false

    /// Creates a request for a recommendation, with all questions open.
    public init() {}

    /// Returns the request with the answer to a question.
    public func answering(_ question: SetupQuestion, _ isYes: Bool) -> SetupRequest {
        var request = self
        let decision = isYes ? Decision.yes : .no
        switch question {
        case .createKey, .createStore: request.createsKey = decision
        case .replaceHelper: request.replacesHelper = decision
        case .migrate: request.migrates = decision
        case .moveLogins: request.movesLogins = decision
        case .enableHook: request.enablesHook = decision
        }
        return request
    }
}
