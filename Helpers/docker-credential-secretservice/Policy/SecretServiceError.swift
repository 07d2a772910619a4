/// Why the keyring did not do what it was asked for.
enum SecretServiceError: Error, Equatable {
    /// There is no session bus, or it cannot be reached; with the reason.
    case noBus(String)
    /// Nothing on the session bus keeps secrets, or could be started to do so; with the reason.
    case noProvider(String)
    /// The session bus knows what should keep secrets, and it does not start; with the reason.
    case notStarted(String)
    /// The keyring is locked, and nobody could be asked to unlock it.
    case locked
    /// Somebody was asked, and closed the prompt.
    case dismissed(SecretServiceWait)
    /// There is no default collection, and none could be made.
    case noDefaultCollection
    /// There is no collection of the name that the user has set; with the labels of those that there are.
    case noCollection(String, others: [String])
    /// A wait came to its limit.
    case timedOut(SecretServiceWait, limit: Duration)
    /// Anything else, in the provider's words.
    case failed(String)

    /// Whether it follows that nothing can have been stored here.
    ///
    /// Not so where a keyring is there and does not start: it may have been full of logins yesterday.
    var meansNothingIsStored: Bool {
        switch self {
        case .noBus, .noProvider: true
        default: false
        }
    }
}

/// What this program waits for, in words that end a sentence.
enum SecretServiceWait: String, Equatable {
    case bus = "the session bus"
    case start = "the keyring to start"
    case answer = "an answer of the keyring"
    case unlocking = "an answer to the prompt that unlocks the keyring"
    case newCollection = "an answer to the prompt for the password of a new keyring"
    case prompt = "an answer to a prompt of the keyring"
    case turn = "another docker-credential-secretservice that is changing the keyring"
}
