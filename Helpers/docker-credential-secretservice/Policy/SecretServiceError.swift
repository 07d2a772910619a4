/// A failure of the keyring.
enum SecretServiceError: Error, Equatable {
    /// There is no session bus or it cannot be reached; with the reason.
    case noBus(String)
    /// The session bus has no keyring and cannot start one; with the reason.
    case noProvider(String)
    /// The keyring that the session bus is configured to start does not start; with the reason.
    case notStarted(String)
    /// The keyring is locked and could not prompt.
    case locked
    /// The user dismissed the prompt.
    case dismissed(SecretServiceWait)
    /// There is no default collection and none could be created.
    case noDefaultCollection
    /// There is no collection with the configured name; with the labels of the others.
    case noCollection(String, others: [String])
    /// A wait took longer than its limit.
    case timedOut(SecretServiceWait, limit: Duration)
    /// A security policy keeps this program from the keyring; with the bus's message.
    case denied(String)
    /// Anything else, with the provider's message.
    case failed(String)

    /// Whether nothing can have been stored.
    ///
    /// A keyring that does not start may contain logins.
    var meansNothingIsStored: Bool {
        switch self {
        case .noBus, .noProvider: true
        default: false
        }
    }
}

/// The purpose of a wait, as the end of a message "while waiting for …".
enum SecretServiceWait: String, Equatable {
    case bus = "the session bus"
    case start = "the keyring to start"
    case answer = "an answer of the keyring"
    case unlocking = "an answer to the prompt that unlocks the keyring"
    case newCollection = "an answer to the prompt for the password of a new keyring"
    case prompt = "an answer to a prompt of the keyring"
    case turn = "another docker-credential-secretservice that is changing the keyring"
}
