import HelperProtocol

extension SecretServiceError {
    /// What to take where there is no desktop.
    static let headlessChoice =
        "where there is no keyring, docker-credential-file keeps passwords: set \"credsStore\": \"file\" in "
        + "~/.docker/config.json"

    /// The kind, for programs.
    var code: HelperError.Code {
        switch self {
        case .noBus, .noProvider, .notStarted, .noDefaultCollection, .noCollection: .unavailable
        case .locked: .locked
        case .dismissed: .denied
        case .timedOut: .timedOut
        case .failed: .failed
        }
    }

    /// What failed and why, in one line.
    var message: String {
        switch self {
        case .noBus(let reason): "no D-Bus session bus: \(reason)"
        case .noProvider(let reason): "no keyring on the session bus: \(reason)"
        case .notStarted(let reason): "the keyring does not start: \(reason)"
        case .locked: "the keyring is locked, and nobody could be asked to unlock it"
        case .dismissed(.newCollection): "the prompt for the password of a new default keyring was dismissed"
        case .dismissed(.unlocking): "the keyring is locked: the prompt to unlock it was dismissed"
        case .dismissed: "the prompt of the keyring was dismissed"
        case .noDefaultCollection:
            "there is no default keyring, and nobody could be asked for the password of a new one"
        case .noCollection(let name, let others):
            "there is no keyring with the label or alias \"\(name)\", but: "
                + (others.isEmpty ? "none" : others.map { "\"\($0)\"" }.joined(separator: ", "))
        case .timedOut(let wait, let limit):
            "timed out after \(Self.inWords(limit)) while waiting for \(wait.rawValue)"
        case .failed(let reason): "the keyring failed: \(reason)"
        }
    }

    /// What to do about it, a line each.
    ///
    /// Clients show these lines, and some keep the message to themselves, so each begins with what is the matter.
    var advice: [String] {
        switch self {
        case .noBus:
            [
                "There is no session bus. On a server: run `loginctl enable-linger`, log in again, and see that "
                    + "$XDG_RUNTIME_DIR/bus is there (package dbus-user-session).",
                Self.sentence(Self.headlessChoice),
            ]
        case .noProvider:
            [
                "No keyring is running. Install and start one: gnome-keyring, KeePassXC with its Secret Service "
                    + "integration on, or kwallet.",
                Self.sentence(Self.headlessChoice),
            ]
        case .notStarted:
            [
                "The keyring that the session bus should start does not start. Start it yourself to see why "
                    + "(`gnome-keyring-daemon --start --foreground`, for one), or look into `journalctl --user`."
            ]
        case .locked:
            [
                "The keyring is locked. Unlock it on the desktop, or here: \(Self.unlockCommand)",
                Self.sentence(Self.headlessChoice),
            ]
        case .dismissed:
            ["The prompt was dismissed. Try again, and enter the password of the keyring."]
        case .noDefaultCollection:
            [
                "There is no default keyring. Make one on the desktop, or here: \(Self.unlockCommand)",
                Self.sentence(Self.headlessChoice),
            ]
        case .noCollection:
            ["Set \(SecretServiceSettings.collectionVariable) to the label of a keyring that is there, or unset it."]
        case .timedOut(.unlocking, _):
            [
                "The keyring is locked, and nobody answered its prompt. Answer it on the desktop of this session, or "
                    + "unlock the keyring before.", Self.limitAdvice,
            ]
        case .timedOut(.newCollection, _), .timedOut(.prompt, _):
            [
                "Nobody answered the prompt of the keyring. Answer it on the desktop of this session.",
                Self.limitAdvice,
            ]
        case .timedOut:
            [Self.limitAdvice]
        case .failed:
            []
        }
    }

    private static let limitAdvice = "DOCKER_CREDENTIAL_TIMEOUT sets the limit in seconds."

    /// Unlocks gnome-keyring's default collection, or makes it; the password is in no argument and no history.
    private static let unlockCommand =
        "read -rs p && printf %s \"$p\" | gnome-keyring-daemon --replace --unlock --components=secrets"

    private static func sentence(_ words: String) -> String {
        words.prefix(1).uppercased() + words.dropFirst() + "."
    }

    /// "30 seconds", "0.5 seconds", "50 milliseconds".
    static func inWords(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let tenths = attoseconds / 100_000_000_000_000_000
        let milliseconds = attoseconds / 1_000_000_000_000_000
        return switch (seconds, tenths, milliseconds) {
        case (0, 0, 0): "less than a millisecond"
        case (0, 0, 1): "1 millisecond"
        case (0, 0, _): "\(milliseconds) milliseconds"
        case (1, 0, _): "1 second"
        case (_, 0, _): "\(seconds) seconds"
        default: "\(seconds).\(tenths) seconds"
        }
    }
}

extension HelperError {
    /// What the keyring did not do, as clients and users are told.
    init(_ error: SecretServiceError) {
        self.init(error.code, error.message, advice: error.advice)
    }
}
