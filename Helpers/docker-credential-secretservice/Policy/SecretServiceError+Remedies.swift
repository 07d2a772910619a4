import HelperProtocol
import SystemSupport

extension SecretServiceError {
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
        case .noBus(let reason): Diagnosis.noSessionBus(because: reason).message
        case .noProvider(let reason): Diagnosis.noKeyring(because: reason).message
        case .notStarted(let reason): "the keyring does not start: \(reason)"
        case .locked: "\(Diagnosis.lockedKeyring().message), and it cannot ask for its password here"
        case .dismissed(.newCollection): "the prompt for the password of a new default keyring was dismissed"
        case .dismissed(.unlocking): "\(Diagnosis.lockedKeyring().message): the prompt to unlock it was dismissed"
        case .dismissed: "the prompt of the keyring was dismissed"
        case .noDefaultCollection:
            "\(Diagnosis.noDefaultKeyring.message), and it cannot ask for the password of a new one here"
        case .noCollection(let name, let others):
            "there is no keyring with the label or alias \"\(name)\", but: "
                + (others.isEmpty ? "none" : others.map { "\"\($0)\"" }.joined(separator: ", "))
        case .timedOut(let wait, let limit):
            Diagnosis.timedOut(after: limit, waitingFor: wait.rawValue).message
        case .denied(let reason): "access to the keyring is denied: \(reason)"
        case .failed(let reason): "the keyring failed: \(reason)"
        }
    }

    /// The advice, one line each.
    ///
    /// Some clients show only these lines and not the message, so the first one names the problem.
    var advice: [String] {
        switch self {
        case .noBus: Diagnosis.noSessionBus().adviceWithMessage
        case .noProvider: Diagnosis.noKeyring().adviceWithMessage
        case .notStarted:
            [
                "The keyring does not start. See why: journalctl --user",
                "Or start it yourself: gnome-keyring-daemon --start --foreground",
            ]
        case .locked: Diagnosis.lockedKeyring().adviceWithMessage
        case .dismissed:
            ["The prompt was dismissed. Try again and enter the password of the keyring"]
        case .noDefaultCollection: Diagnosis.noDefaultKeyring.adviceWithMessage
        case .noCollection:
            ["Set \(SecretServiceSettings.collectionVariable) to the label of an existing keyring, or unset it"]
        case .timedOut(.unlocking, let limit):
            [
                "The keyring is locked. Answer its prompt on the desktop of this session, or unlock it beforehand",
                Diagnosis.allowMoreTime(than: limit),
            ]
        case .timedOut(.newCollection, let limit), .timedOut(.prompt, let limit):
            ["Answer the prompt of the keyring on the desktop of this session", Diagnosis.allowMoreTime(than: limit)]
        case .timedOut(_, let limit): [Diagnosis.allowMoreTime(than: limit)]
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
}

extension HelperError {
    /// The error that clients and users see for a failure of the keyring.
    init(_ error: SecretServiceError) {
        self.init(error.code, error.message, advice: error.advice)
    }
}
