internal import SystemSupport

/// A change that a plan makes.
public enum SetupStep: Sendable, Equatable {
    /// Creates a gpg key; gpg asks for its passphrase, or it has none.
    case createKey(hasPassphrase: Bool)
    /// Tells gpg that a key is the user's own, so that it encrypts to the key without asking.
    case trustKey(fingerprint: String)
    /// Creates a password store that is encrypted to a key; nil for the key of ``createKey(hasPassphrase:)``.
    case createStore(directory: String, key: String?)
    /// Stores, reads back and erases a test entry with a helper.
    case proveHelper(program: String)
    /// Sets `credsStore`, and moves the plain-text passwords of some registries to the helper before that.
    case setCredentialsStore(name: String, replacing: String?, moving: [String])
    /// Moves the plain-text passwords of some registries to the helpers that the config file names.
    case migrate(registries: [String])
    /// Names a helper in drop-in files of podman's `registries.conf`, and proves that these programs then use it.
    case nameForPodman(helper: String, setting: String, files: [String], programs: [String])
    /// Moves all logins of a helper to another one, and names that one in `credsStore`.
    case moveLogins(from: String, to: String)
    /// Names a helper that supplies credentials, and was named in `credsStore`, in `credHelpers` for its registries.
    case keepHelper(name: String, registries: [String])
    /// Lets docker call `docker creds` when a command fails; `isForEveryCommand` for versions of docker that cannot
    /// restrict it to failures.
    case enableHook(isForEveryCommand: Bool)

    /// The name of the step in JSON.
    public var name: String {
        switch self {
        case .createKey: "createKey"
        case .trustKey: "trustKey"
        case .createStore: "createStore"
        case .proveHelper: "proveHelper"
        case .setCredentialsStore: "setCredentialsStore"
        case .migrate: "migrate"
        case .nameForPodman: "nameForPodman"
        case .moveLogins: "moveLogins"
        case .keepHelper: "keepHelper"
        case .enableHook: "enableHook"
        }
    }

    /// What the step does, as an imperative sentence without a full stop.
    public var summary: String {
        switch self {
        case .createKey(let hasPassphrase):
            "Create a gpg key \(hasPassphrase ? "with a passphrase, which gpg asks for" : "without a passphrase")"
        case .trustKey(let fingerprint): "Tell gpg that the key \(fingerprint) is yours, so that it encrypts to it"
        case .createStore(let directory, let key):
            "Create the password store \(directory.escapedForDisplay), encrypted to "
                + (key.map { $0.escapedForDisplay } ?? "that key")
        case .proveHelper(let program): "Store, read back and erase a test entry with \(program)"
        case .setCredentialsStore(let name, let replacing, let moving):
            (moving.isEmpty
                ? "Set" : "Move the plain-text passwords of \(SetupText.list(moving)) to the helper, and set")
                + " \"credsStore\" to \"\(name)\""
                + (replacing.map { " in place of \"\($0.escapedForDisplay)\"" } ?? "")
        case .migrate(let registries): "Move the plain-text passwords of \(SetupText.list(registries)) to the helper"
        case .nameForPodman(_, let setting, let files, let programs):
            "Set \(setting) in \(files.map(\.escapedForDisplay).joined(separator: " and "))"
                + (programs.isEmpty ? "" : ", and check that \(SetupText.list(programs)) find a test entry")
        case .moveLogins(let old, let new):
            "Move the logins of docker-credential-\(old.escapedForDisplay) to docker-credential-\(new)"
        case .keepHelper(let name, let registries):
            "Name docker-credential-\(name.escapedForDisplay) in \"credHelpers\" for \(SetupText.list(registries))"
        case .enableHook: "Let docker show the next step when a command fails for lack of a login"
        }
    }
}
