extension Diagnosis {
    /// The parts of the messages that stay the same, by which one program recognizes a condition in another's output.
    package enum Phrase {
        package static let notFoundInPath = "not found in PATH"
        package static let openToOthers = "other users have access to it"
        package static let foreignOwner = "it belongs to another user"
        package static let damaged = "is damaged"
        package static let timedOut = "timed out after"
        package static let locked = "is locked"
        package static let noTerminal = "there is no terminal"
        package static let wrongPassphrase = "the passphrase does not decrypt"
        package static let noSessionBus = "there is no session bus"
        package static let noKeyring = "no keyring is running"
        package static let noDefaultKeyring = "there is no default keyring"
        package static let noPasswordStore = "there is no password store"
        package static let uninitializedPasswordStore = "the password store is not initialized"
        package static let missingSecretKey = "is not on this machine"
    }
}

extension String {
    /// The text with a capital letter at its beginning.
    package var capitalizedSentence: String { prefix(1).uppercased() + dropFirst() }
}
