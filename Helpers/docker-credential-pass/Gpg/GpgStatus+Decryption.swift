import HelperProtocol

extension GpgStatus {
    /// Why an entry could not be decrypted, as far as it makes a difference to what the user can do.
    enum DecryptionFailure: Equatable {
        /// None of the secret keys is on this machine.
        case noSecretKey(keys: [String])
        /// The secret key is here, and nobody opened it.
        case locked(keys: [String], Prompt)
        /// It is not a whole OpenPGP message.
        case damaged
        /// Something that gpg has no words for in its status.
        case unknown
    }

    /// What became of the question for the passphrase.
    enum Prompt: Equatable {
        case cancelled
        case wrongPassphrase
        case timedOut
        /// gpg-agent has no program to ask with.
        case noPinentry
        /// The program that asks found no terminal or screen to ask on.
        case nowhereToAsk
    }

    /// Why decryption failed; meaningless if it did not.
    var decryptionFailure: DecryptionFailure {
        // Of several recipients those are meant whose secret part is here.
        let present = recipients.filter { !missingSecretKeys.contains($0) }
        if let secretKeyFailure {
            return .locked(keys: present, Self.prompt(for: secretKeyFailure))
        }
        if !recipients.isEmpty, present.isEmpty { return .noSecretKey(keys: recipients) }
        // `quiet` in the user's gpg.conf takes the reason away, but not the prompt.
        if startedPrompt, !decrypted { return .locked(keys: present, .nowhereToAsk) }
        if hasNoData || isDamaged || (decryptionFailed && !recipients.isEmpty) { return .damaged }
        return .unknown
    }

    /// By the numbers of libgpg-error's err-codes.h.in; those above 32768 are errors of the system.
    private static func prompt(for code: Int) -> Prompt {
        switch code {
        case 99, 198: .cancelled
        case 10, 11, 87: .wrongPassphrase
        case 62: .timedOut
        case 85: .noPinentry
        default: .nowhereToAsk
        }
    }
}

extension HelperError {
    /// An entry that gpg did not decrypt.
    ///
    /// - Parameters:
    ///   - entry: The entry in pass's words.
    ///   - failure: Why.
    ///   - canAsk: Whether there was a terminal or a screen to ask on.
    init(decrypting entry: String, _ failure: GpgStatus.DecryptionFailure, canAsk: Bool) {
        switch failure {
        case .noSecretKey(let keys):
            self.init(
                .denied,
                "cannot decrypt \(entry): the secret key \(Self.list(keys)) is not on this machine",
                advice: [
                    "Bring the key here: gpg --export-secret-keys KEY on the machine that has it, gpg --import here.",
                    "Or encrypt the store to a key that is here, on the machine that has the other: pass init KEY…",
                ]
            )
        case .locked(let keys, let prompt):
            self = .locked(entry, key: Self.list(keys), prompt, canAsk: canAsk)
        case .damaged:
            self.init(
                .damaged,
                "cannot decrypt \(entry): its file is damaged",
                advice: ["Log in again, which replaces it."]
            )
        case .unknown:
            self.init(
                .failed,
                "gpg could not decrypt \(entry)",
                advice: ["See what it says to: pass show \(entry)"]
            )
        }
    }

    private static func locked(
        _ entry: String,
        key: String,
        _ prompt: GpgStatus.Prompt,
        canAsk: Bool
    ) -> HelperError {
        let unlock = "Unlock the key on a terminal: pass show \(entry) >/dev/null"
        let whatIf =
            "For a machine without anybody to ask, see gpg-preset-passphrase(1), or use a key without passphrase."
        let (reason, advice): (String, [String]) =
            switch prompt {
            // pinentry-tty reports so that it has no terminal.
            case .cancelled where canAsk: ("the question for its passphrase was cancelled", [unlock])
            case .wrongPassphrase: ("the passphrase was wrong", [unlock])
            case .timedOut: ("nobody answered the question for its passphrase", [unlock])
            case .noPinentry:
                (
                    "its passphrase is needed, and gpg-agent has no program to ask for it with",
                    ["Install pinentry-curses, or pinentry-gnome3 on a desktop.", unlock]
                )
            case .nowhereToAsk where canAsk:
                (
                    "its passphrase is needed, and gpg-agent could not ask for it on this terminal",
                    ["Run: gpg-connect-agent updatestartuptty /bye", unlock]
                )
            case .cancelled, .nowhereToAsk:
                ("its passphrase is needed, and there is no terminal to ask for it on", [unlock, whatIf])
            }
        return HelperError(.locked, "cannot decrypt \(entry): the key \(key) is locked: \(reason)", advice: advice)
    }

    private static func list(_ keys: [String]) -> String {
        keys.isEmpty ? "of the entry" : keys.map { "0x\($0)" }.joined(separator: " or ")
    }
}
