import HelperProtocol
import SystemPackage
import SystemSupport

extension HelperError {
    /// An entry that gpg did not decrypt.
    ///
    /// - Parameters:
    ///   - entry: The entry's name as pass spells it.
    ///   - failure: Why.
    ///   - canAsk: Whether there was a terminal or a display for a prompt.
    init(decrypting entry: String, _ failure: DecryptionFailure, canAsk: Bool) {
        let (code, reason, advice): (Code, String, [String]) =
            switch failure {
            case .noSecretKey(let keys):
                (
                    .denied, Diagnosis.missingSecretKey(Self.list(keys)).message,
                    Diagnosis.missingSecretKey("").advice
                        + ["Or encrypt the store to a key of this machine as well. Run there: pass init KEY…"]
                )
            case .agentUnreachable(let message):
                (
                    .unavailable, "gpg cannot reach gpg-agent" + (message.map { " (\($0))" } ?? ""),
                    [
                        "See why gpg-agent does not start: gpg-connect-agent --verbose /bye",
                        "The secret key may well be on this machine. gpg could not look for it",
                    ]
                )
            case .missingHome(let directory): Self.missingHome(directory)
            case .locked(let keys, let prompt): Self.locked(entry, key: Self.list(keys), prompt, canAsk: canAsk)
            case .outOfSecureMemory:
                (
                    .unavailable, "gpg-agent has no secure memory left",
                    [
                        "Let it use more: echo auto-expand-secmem >> \"$(gpgconf --list-dirs homedir)/gpg-agent.conf\"; "
                            + "gpgconf --kill gpg-agent"
                    ]
                )
            case .cardMissing(let serial):
                (
                    .unavailable, "the smart card \(serial.map { $0 + " " } ?? "")with its key is not inserted",
                    ["Insert the card, then run: gpg --card-status"]
                )
            case .noCardDaemon:
                (
                    .unavailable, "its key is on a smart card, and scdaemon is not installed",
                    ["Install the package scdaemon, then run: gpg --card-status"]
                )
            case .damaged: (.damaged, "its file \(Diagnosis.Phrase.damaged)", ["Log in again, which replaces the file"])
            case .reported(let code):
                (.failed, "gpg reported error \(code)", ["See what gpg says about it: pass show \(entry)"])
            case .unknown:
                (.failed, "gpg reported no reason", ["See what gpg says about it: pass show \(entry)"])
            }
        self.init(code, "cannot decrypt \(entry): \(reason)", advice: advice)
    }

    /// `GNUPGHOME` names a directory that does not exist.
    static func missingGpgHome(_ directory: FilePath) -> HelperError {
        let (code, reason, advice) = missingHome(directory)
        return HelperError(code, "cannot encrypt: \(reason)", advice: advice)
    }

    private static func missingHome(_ directory: FilePath) -> (Code, String, [String]) {
        (
            .unavailable, "GNUPGHOME is \(directory.escapedForDisplay), which does not exist",
            ["Set GNUPGHOME to the directory with your keys, or unset it to use ~/.gnupg"]
        )
    }

    private static func locked(
        _ entry: String,
        key: String,
        _ prompt: DecryptionFailure.PromptFailure,
        canAsk: Bool
    ) -> (Code, String, [String]) {
        let unlock = "Unlock the key in a terminal: pass show \(entry) >/dev/null"
        let unattended = "For an unattended machine, see gpg-preset-passphrase(1), or use a key without a passphrase"
        let (reason, advice): (String?, [String]) =
            switch prompt {
            // pinentry-tty reports this if it has no terminal.
            case .cancelled where canAsk: ("the prompt for its passphrase was cancelled", [unlock])
            case .wrongPassphrase: ("the passphrase was wrong", [unlock])
            case .timedOut: ("the prompt for its passphrase was not answered", [unlock])
            case .noPinentry:
                (
                    "its passphrase is needed, and gpg-agent has no pinentry program",
                    ["Install pinentry-curses, or pinentry-gnome3 on a desktop", unlock]
                )
            case .nowhereToAsk where canAsk:
                (
                    "its passphrase is needed, and gpg-agent could not prompt on this terminal",
                    ["Run: gpg-connect-agent updatestartuptty /bye", unlock]
                )
            case .cancelled, .nowhereToAsk:
                (nil, [unlock, unattended])
            }
        let message =
            reason.map { "\(Diagnosis.locked("the key \(key)").message): \($0)" }
            ?? Diagnosis.lockedWithoutTerminal("the key \(key)").message
        return (.locked, message, advice)
    }

    private static func list(_ keys: [String]) -> String {
        keys.isEmpty ? "of the entry" : keys.map { "0x\($0)" }.joined(separator: " or ")
    }
}
