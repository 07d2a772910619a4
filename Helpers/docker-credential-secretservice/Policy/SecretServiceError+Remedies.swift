import HelperProtocol

extension SecretServiceError {
    /// The alternative without a desktop.
    static let headlessChoice =
        "without a keyring, use docker-credential-file: set \"credsStore\": \"file\" in "
        + "~/.docker/config.json"

    /// The code of the helper's error.
    var code: HelperError.Code {
        switch self {
        case .noBus, .noProvider, .notStarted, .noDefaultCollection, .noCollection: .unavailable
        case .locked: .locked
        case .dismissed, .denied: .denied
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
        case .denied(let reason): "access to the keyring is denied: \(reason)"
        case .failed(let reason): "the keyring failed: \(reason)"
        }
    }

    /// The advice, one line each.
    ///
    /// Some clients show only these lines and not the message, so the first one names the problem.
    var advice: [String] {
        switch self {
        case .noBus:
            [
                "There is no session bus; on a server, install dbus-user-session, log in again after "
                    + "`loginctl enable-linger`, and check: ls \"$XDG_RUNTIME_DIR/bus\"",
                Self.sentence(Self.headlessChoice),
            ]
        case .noProvider:
            [
                "No keyring is running; install and start gnome-keyring, KeePassXC with its Secret Service "
                    + "integration, or kwallet",
                Self.sentence(Self.headlessChoice),
            ]
        case .notStarted:
            [
                "The keyring does not start; see why with `journalctl --user`, or start it yourself: "
                    + "gnome-keyring-daemon --start --foreground"
            ]
        case .locked:
            [
                "The keyring is locked; unlock it on the desktop, or here: \(Self.unlockCommand)",
                Self.sentence(Self.headlessChoice),
            ]
        case .dismissed:
            ["The prompt was dismissed; try again and enter the password of the keyring"]
        case .noDefaultCollection:
            [
                "There is no default keyring; create one on the desktop, or here: \(Self.unlockCommand)",
                Self.sentence(Self.headlessChoice),
            ]
        case .noCollection:
            ["Set \(SecretServiceSettings.collectionVariable) to the label of an existing keyring, or unset it"]
        case .timedOut(.unlocking, _):
            [
                "The keyring is locked; answer its prompt on the desktop of this session, or unlock it beforehand",
                Self.limitAdvice,
            ]
        case .timedOut(.newCollection, _), .timedOut(.prompt, _):
            [
                "Answer the prompt of the keyring on the desktop of this session",
                Self.limitAdvice,
            ]
        case .timedOut:
            [Self.limitAdvice]
        case .denied:
            [
                "If docker is a snap, connect it to the keyring: sudo snap connect docker:password-manager-service",
                "Otherwise see which AppArmor profile denies it: sudo journalctl -k --grep apparmor",
                "In that profile, allow the D-Bus session bus and org.freedesktop.secrets",
            ]
        case .failed:
            []
        }
    }

    private static let limitAdvice = "Set DOCKER_CREDENTIAL_TIMEOUT to more seconds"

    /// Unlocks or creates the default collection of gnome-keyring; the password is in no argument and no history.
    private static let unlockCommand =
        "read -rs p && printf %s \"$p\" | gnome-keyring-daemon --replace --unlock --components=secrets"

    private static func sentence(_ words: String) -> String {
        words.prefix(1).uppercased() + words.dropFirst()
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
    /// The error that clients and users see for a failure of the keyring.
    init(_ error: SecretServiceError) {
        self.init(error.code, error.message, advice: error.advice)
    }
}
