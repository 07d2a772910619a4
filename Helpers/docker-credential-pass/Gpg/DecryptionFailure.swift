import SystemPackage

/// Why an entry could not be decrypted, as far as it changes what the user can do.
enum DecryptionFailure: Equatable {
    /// None of the secret keys is on this machine.
    case noSecretKey(keys: [String])
    /// gpg could not ask gpg-agent for the secret key; with gpg's message.
    case agentUnreachable(String?)
    /// `GNUPGHOME` names a directory that does not exist.
    case missingHome(FilePath)
    /// The secret key is on this machine and locked.
    case locked(keys: [String], PromptFailure)
    /// gpg-agent had no secure memory left.
    case outOfSecureMemory
    /// The smart card with the secret key is not inserted.
    case cardMissing(serial: String?)
    /// The program that reads smart cards is not installed.
    case noCardDaemon
    /// The file is not a whole OpenPGP message.
    case damaged
    /// gpg's own code for everything else.
    case reported(Int)
    /// gpg failed without a reason in its status.
    case unknown

    /// How the prompt for the passphrase failed.
    enum PromptFailure: Equatable {
        case cancelled
        case wrongPassphrase
        case timedOut
        /// gpg-agent has no pinentry program.
        case noPinentry
        /// The pinentry program found no terminal or display.
        case nowhereToAsk
    }
}

extension GpgStatus {
    /// Why decryption failed; meaningless if it did not.
    var decryptionFailure: DecryptionFailure {
        // With several recipients, one secret key on this machine is enough.
        let present = recipients.filter { !missingSecretKeys.contains($0) }
        if let secretKeyFailure { return Self.failure(secretKeyFailure, keys: present) }
        if !recipients.isEmpty, present.isEmpty { return .noSecretKey(keys: recipients) }
        // `quiet` in the user's gpg.conf removes the reason, but not the report of the prompt.
        if startedPrompt || hasUnansweredInquiry, !decrypted { return .locked(keys: present, .nowhereToAsk) }
        if hasNoData || isDamaged || (decryptionFailed && !recipients.isEmpty) { return .damaged }
        return failure.map { .reported($0) } ?? .unknown
    }

    private static func failure(_ code: Int, keys: [String]) -> DecryptionFailure {
        switch code {
        case GpgErrorCode.cancelled, GpgErrorCode.fullyCancelled: .locked(keys: keys, .cancelled)
        case GpgErrorCode.badPassphrase, GpgErrorCode.checksumError, GpgErrorCode.badPIN:
            .locked(keys: keys, .wrongPassphrase)
        case GpgErrorCode.timeout: .locked(keys: keys, .timedOut)
        case GpgErrorCode.noPinentry: .locked(keys: keys, .noPinentry)
        case _ where GpgErrorCode.terminalErrors.contains(code): .locked(keys: keys, .nowhereToAsk)
        case GpgErrorCode.outOfMemory: .outOfSecureMemory
        case GpgErrorCode.cardNotPresent, GpgErrorCode.cardRemoved: .cardMissing(serial: nil)
        case GpgErrorCode.noCardDaemon: .noCardDaemon
        case GpgErrorCode.noAgent: .agentUnreachable(nil)
        default: .reported(code)
        }
    }
}
