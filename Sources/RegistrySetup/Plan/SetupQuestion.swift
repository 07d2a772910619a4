internal import SystemSupport

/// A question whose answer changes the plan.
public enum SetupQuestion: Sendable, Equatable {
    /// Whether to create a gpg key, and a password store that is encrypted to it.
    case createKey(hasPassphrase: Bool)
    /// Whether to create a password store that is encrypted to this key.
    case createStore(key: String)
    /// Whether to replace the helper in `credsStore`.
    case replaceHelper(name: String)
    /// Whether to move the passwords of these registries to the helper.
    case migrate(registries: [String])
    /// Whether to move the logins of the helper that is replaced.
    case moveLogins(from: String, count: Int)
    /// Whether docker should call `docker creds` when a command fails.
    case enableHook

    /// The question, without its mark.
    public var text: String {
        switch self {
        case .createKey(let hasPassphrase):
            "Create a gpg key \(hasPassphrase ? "with" : "without") a passphrase, and a password store"
        case .createStore(let key): "Create a password store that is encrypted to \(key.escapedForDisplay)"
        case .replaceHelper(let name): "Replace the helper \(name.escapedForDisplay) in credsStore"
        case .migrate(let registries): "Move the plain-text passwords of \(SetupText.list(registries)) to the helper"
        case .moveLogins(let name, let count):
            "Move the \(count) \(count == 1 ? "login" : "logins") of docker-credential-\(name.escapedForDisplay) to the helper"
        case .enableHook: "Let docker show the next step when a command fails for lack of a login"
        }
    }
}
