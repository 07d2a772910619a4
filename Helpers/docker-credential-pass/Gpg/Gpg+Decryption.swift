import HelperProtocol
import SystemSupport

extension Gpg {
    /// Decrypts a message.
    ///
    /// - Parameters:
    ///   - message: The encrypted content of a file.
    ///   - entry: The entry's name as pass spells it, for messages.
    /// - Returns: The content, or why gpg could not decrypt it.
    /// - Throws: ``HelperError`` if gpg could not be run or did not finish in time.
    func decrypt(_ message: [UInt8], _ entry: String) throws(HelperError) -> Result<[UInt8], HelperError> {
        guard runner.mayPrompt else { return try decryptOrExplain(message, entry) }
        let choosesPrompt = options.contains { $0.hasPrefix("--pinentry-mode") }
        if !choosesPrompt, let secret = try decryptWithoutPrompt(message, entry) { return .success(secret) }
        let attempt = try decryptWithPrompt(message, entry)
        if attempt.isComplete { return .success(attempt.output) }
        if let secret = try retry(message, entry, after: attempt.status) { return .success(secret) }
        let failure = try cause(of: attempt.status)
        return .failure(HelperError(decrypting: entry, failure, canAsk: runner.canAsk))
    }

    /// Decrypts where a prompt is forbidden.
    private func decryptOrExplain(
        _ message: [UInt8],
        _ entry: String
    ) throws(HelperError) -> Result<[UInt8], HelperError> {
        // The last mode on the command line applies.
        let attempt = try attempt(["--pinentry-mode", "error"], message, entry)
        if attempt.isComplete { return .success(attempt.output) }
        if let secret = try retry(message, entry, after: attempt.status) { return .success(secret) }
        var failure = try cause(of: attempt.status)
        // gpg-agent reports that it has no pinentry program, since it was told to use none.
        if case .locked(let keys, .noPinentry) = failure { failure = .locked(keys: keys, .nowhereToAsk) }
        return .failure(HelperError(decrypting: entry, failure, canAsk: false))
    }

    /// Decrypts with a key that needs no passphrase or that gpg-agent has unlocked; nil if gpg fails for any reason.
    ///
    /// `--quiet` saves a fifth of gpg's time, which goes into the description of the message's keys. It also leaves the
    /// reason of a failure out of the status (gpg 2.2, mainproc.c, `print_pkenc_list`), so a second call finds that out.
    private func decryptWithoutPrompt(_ message: [UInt8], _ entry: String) throws(HelperError) -> [UInt8]? {
        let attempt = try attempt(["--pinentry-mode", "error", "--quiet"], message, entry)
        return attempt.isComplete ? attempt.output : nil
    }

    /// Decrypts as the user's options and gpg.conf say, which may show a prompt.
    ///
    /// With `pinentry-mode loopback` gpg itself asks for the passphrase, which it cannot do in batch mode: it ends
    /// right after the inquiry of gpg-agent. Then the agent is told to ask. A `passphrase-file` answers the inquiry.
    private func decryptWithPrompt(_ message: [UInt8], _ entry: String) throws(HelperError) -> Attempt {
        let configured = try attempt([], message, entry)
        guard !configured.isComplete, configured.status.hasUnansweredInquiry, runner.canAsk else { return configured }
        return try attempt(["--pinentry-mode", "ask"], message, entry)
    }

    /// Tries again, as gpg-agent's secure memory may have been full.
    ///
    /// Its 32 KiB hold about ten RSA 4096 keys that are in use at the same time. It then reports that it cannot allocate
    /// memory. If it fails to decrypt the passphrase in its cache, it asks for the passphrase as if it had never had it.
    ///
    /// - Returns: The content; nil if decryption still fails.
    private func retry(
        _ message: [UInt8],
        _ entry: String,
        after status: GpgStatus
    ) throws(HelperError) -> [UInt8]? {
        let attempts =
            switch status.decryptionFailure {
            case .outOfSecureMemory: 20
            case .locked(_, .noPinentry), .locked(_, .nowhereToAsk): 2
            default: 0
            }
        for attempt in 0..<attempts where !runner.deadline.isExpired {
            // The helpers that were started together must not come back together.
            Pause.wait(milliseconds: UInt32.random(in: 20...100) * UInt32(min(attempt + 1, 5)))
            if let secret = try decryptWithoutPrompt(message, entry) { return secret }
        }
        return nil
    }

    private struct Attempt {
        let output: [UInt8]
        let status: GpgStatus
        let isComplete: Bool
    }

    private func attempt(
        _ arguments: [String],
        _ message: [UInt8],
        _ entry: String
    ) throws(HelperError) -> Attempt {
        let outcome = try runner.run(
            program,
            options + Self.common + arguments + ["--decrypt"],
            input: message,
            waitingFor: "gpg to decrypt \(entry); perhaps a prompt for the passphrase was not answered"
        )
        let status = GpgStatus(parsing: outcome.errorOutput)
        // gpg exits 0 without a word for a file that is cut off in its header.
        let isComplete = outcome.succeeded && status.decrypted && status.accepts(outcome.output.count)
        return Attempt(output: outcome.output, status: status, isComplete: isComplete)
    }
}
