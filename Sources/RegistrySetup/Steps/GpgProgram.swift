internal import RegistryCredentials
internal import SystemPackage
internal import SystemSupport

/// Runs gpg for the steps of a setup: creates a key, and trusts one.
struct GpgProgram: Sendable {
    let environment: ProcessEnvironment

    /// The limit of a call that does not prompt; the first one starts gpg-agent.
    private static let limit = Duration.seconds(20)

    /// How long gpg may take to create a key, including a prompt for its passphrase.
    private static let creationLimit = Duration.seconds(300)

    private static let silent = ["--batch", "--no-tty", "--pinentry-mode", "error"]

    /// Creates a key that can encrypt and does not expire.
    ///
    /// - Parameter asksForPassphrase: Whether gpg asks for a passphrase on the terminal. Otherwise the key has none.
    /// - Returns: The fingerprint.
    /// - Throws: `CredentialStoreError` if gpg fails.
    func createKey(asksForPassphrase: Bool) throws(CredentialStoreError) -> String {
        // In batch mode gpg asks for nothing but the passphrase.
        let mode =
            ["--batch", "--yes"]
            + (asksForPassphrase ? [] : ["--no-tty", "--pinentry-mode", "loopback", "--passphrase", ""])
        let outcome = try reporting("create a gpg key") { () throws(SystemError) in
            try run(
                mode + ["--status-fd", "1", "--quick-generate-key", Self.userID, "future-default", "default", "never"],
                terminal: asksForPassphrase ? .foreground : .none,
                limit: Self.creationLimit
            )
        }
        let created = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n").compactMap { line in
            line.hasPrefix("[GNUPG:] KEY_CREATED ") ? line.split(separator: " ").last.map(String.init) : nil
        }
        guard outcome.termination == .exited(0), let fingerprint = created.first else {
            throw CredentialStoreError(
                .failed,
                "cannot create a gpg key: gpg did not create it",
                advice: ["Create one, and pass it with --key: gpg --quick-generate-key NAME"]
            )
        }
        return fingerprint
    }

    /// The user ID of a new key.
    static let userID = "Docker credentials"

    /// Tells gpg that a key is the user's own.
    func trust(_ fingerprint: String) throws(CredentialStoreError) {
        let outcome = try reporting("trust the gpg key \(fingerprint)") { () throws(SystemError) in
            // 6: ultimate trust, that of one's own keys (doc/DETAILS of GnuPG).
            try run(Self.silent + ["--import-ownertrust"], Array("\(fingerprint):6:\n".utf8))
        }
        guard outcome.termination == .exited(0) else {
            throw CredentialStoreError(
                .failed,
                "cannot trust the gpg key \(fingerprint)",
                advice: ["Trust it by hand: gpg --edit-key \(fingerprint) trust quit"]
            )
        }
    }

    private func run(
        _ arguments: [String],
        _ input: [UInt8] = [],
        terminal: ChildProcess.TerminalAccess = .none,
        limit: Duration = limit
    ) throws(SystemError) -> ChildProcess.Outcome {
        try ChildProcess.run(
            program: try ExecutableSearch.find("gpg", in: environment),
            arguments: arguments,
            environment: terminal == .foreground ? prompting : environment,
            input: input,
            deadline: .after(limit),
            outputLimit: 4 << 20,
            standardError: terminal == .none ? .capture(limit: 1 << 16) : .inherit,
            terminal: terminal
        )
    }

    /// The environment of a call that prompts: gpg does not find the terminal, because its input is a file.
    private var prompting: ProcessEnvironment {
        let named = environment["GPG_TTY"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return environment.replacing(["GPG_TTY": named ?? ControllingTerminal.path()?.string])
    }

    private func reporting<Value>(
        _ operation: String,
        _ body: () throws(SystemError) -> Value
    ) throws(CredentialStoreError) -> Value {
        do {
            return try body()
        } catch {
            throw CredentialStoreError(.failed, "cannot \(operation): \(error.reason)")
        }
    }
}
