package import SystemPackage

/// The conditions of locked and missing stores and keys, each with one wording.
extension Diagnosis {
    // MARK: Locks and prompts

    /// A locked store, keyring or key.
    ///
    /// - Parameters:
    ///   - store: What is locked, such as `the keyring`.
    ///   - command: The command that unlocks it, if it is known.
    /// - Returns: The message and the advice.
    package static func locked(_ store: String, unlockedBy command: String? = nil) -> Diagnosis {
        Diagnosis(
            "\(store) \(Phrase.locked)",
            advice: [command.map { "Unlock it: \($0)" } ?? "Unlock it, then try again"]
        )
    }

    /// A key or store whose passphrase is needed where nothing can ask for it.
    ///
    /// - Parameters:
    ///   - store: What is locked, such as the path of a key.
    ///   - command: The command that unlocks it. It is part of the message, because some clients show nothing else.
    ///   - advice: Other ways to provide the passphrase.
    /// - Returns: The message and the advice.
    package static func lockedWithoutTerminal(
        _ store: String,
        unlockedBy command: String? = nil,
        advice: [String] = []
    ) -> Diagnosis {
        let end = command.map { ": run `\($0)` in a terminal" } ?? ""
        return Diagnosis(
            "\(store) \(Phrase.locked), and \(Phrase.noTerminal) to ask for its passphrase\(end)",
            advice: advice
        )
    }

    /// A prompt without a terminal.
    ///
    /// - Parameters:
    ///   - question: What the prompt asks for, such as `a passphrase`.
    ///   - advice: The other ways to provide it.
    /// - Returns: The message and the advice.
    package static func noTerminal(toAskFor question: String, advice: [String] = []) -> Diagnosis {
        Diagnosis("cannot ask for \(question): \(Phrase.noTerminal)", advice: advice)
    }

    /// A passphrase that does not decrypt a file.
    package static func wrongPassphrase(for path: FilePath) -> Diagnosis {
        Diagnosis(
            "\(Phrase.wrongPassphrase) \(path.escapedForDisplay)",
            advice: ["Check the passphrase and try again"]
        )
    }

    // MARK: Keyring and password store

    /// No session bus.
    package static func noSessionBus(because reason: String? = nil) -> Diagnosis {
        Diagnosis(
            Phrase.noSessionBus + (reason.map { ": \($0)" } ?? ""),
            advice: [
                "Start one and log in again: sudo apt-get install dbus-user-session && loginctl enable-linger",
                encryptedFile,
            ]
        )
    }

    /// No program that implements the Secret Service.
    package static func noKeyring(because reason: String? = nil) -> Diagnosis {
        Diagnosis(
            Phrase.noKeyring + (reason.map { ": \($0)" } ?? ""),
            advice: [
                "Run: sudo apt-get install gnome-keyring, or turn on the Secret Service in KWallet or KeePassXC",
                encryptedFile,
            ]
        )
    }

    /// A keyring without a default collection.
    package static let noDefaultKeyring = Diagnosis(
        Phrase.noDefaultKeyring,
        advice: ["Create one on the desktop, or here: \(keyringUnlocking)", encryptedFile]
    )

    /// A locked keyring that cannot prompt for its password.
    ///
    /// - Parameter name: The label of the keyring; nil for the default one.
    /// - Returns: The message and the advice.
    package static func lockedKeyring(_ name: String? = nil) -> Diagnosis {
        Diagnosis(
            "the keyring \(name.map { "\"\($0)\" " } ?? "")\(Phrase.locked)",
            advice: [
                "Unlock it on the desktop, or here if it is that of gnome-keyring: \(keyringUnlocking)", encryptedFile,
            ]
        )
    }

    /// A password store that does not exist.
    package static func noPasswordStore(at path: FilePath? = nil) -> Diagnosis {
        Diagnosis(
            Phrase.noPasswordStore + (path.map { " at \($0.escapedForDisplay)" } ?? ""),
            advice: [initializingPass]
        )
    }

    /// A password store without the file that names its keys.
    package static func uninitializedPasswordStore(_ path: FilePath) -> Diagnosis {
        Diagnosis(
            "\(Phrase.uninitializedPasswordStore): \(path.escapedForDisplay) has no .gpg-id",
            advice: [initializingPass]
        )
    }

    /// A secret key of gpg that is not on this machine.
    package static func missingSecretKey(_ name: String) -> Diagnosis {
        Diagnosis(
            "the secret key \(name) \(Phrase.missingSecretKey)",
            advice: ["Import it from the machine that has it: gpg --import FILE"]
        )
    }

    /// The alternative to a keyring or password store that does not work.
    package static let encryptedFile =
        #"Or use docker-credential-file: set "credsStore" to "file" in ~/.docker/config.json"#

    /// Unlocks or creates the default collection of gnome-keyring; the password is in no argument and no history.
    private static let keyringUnlocking =
        #"read -rs p && printf %s "$p" | gnome-keyring-daemon --replace --unlock --components=secrets"#

    private static let initializingPass = "Find a key with gpg --list-secret-keys, then run: pass init KEY"
}
