import HelperProtocol
import SystemPackage
import SystemSupport

/// gpg, called as pass calls it, but without a shell and with its status read instead of its words.
struct Gpg {
    let program: FilePath
    let options: [String]
    let runner: ProgramRunner

    init(settings: PassSettings, runner: ProgramRunner) throws(HelperError) {
        // In pass's order.
        guard let program = runner.find("gpg2", "gpg") else { throw .missingGpg }
        self.program = program
        options = Self.withoutRedirections(settings.gpgOptions)
        self.runner = runner
    }

    /// What is said to every call beside the user's options.
    ///
    /// The words for people go nowhere: they are in any language, and may quote what was decrypted. Nothing is looked up
    /// in the network from inside of a `docker login`.
    private static let common = [
        "--batch", "--yes", "--no-auto-key-locate", "--no-auto-key-retrieve", "--disable-dirmngr",
        "--logger-file", "/dev/null", "--status-fd", "2",
    ]

    /// The user's options without those that send gpg's words or the secret elsewhere.
    ///
    /// gpg has one place for its words: it closes the descriptor of an earlier option when a later one names a file, so
    /// that with `--logger-fd 1` nothing of the secret arrives (gpg 2.2, gpg.c, `oLoggerFD` and `oLoggerFile`).
    static func withoutRedirections(_ options: [String]) -> [String] {
        let redirections: Set = [
            "--logger-fd", "--logger-file", "--log-file", "--status-fd", "--status-file", "--output",
        ]
        var kept: [String] = []
        var rest = options[...]
        while let option = rest.popFirst() {
            if redirections.contains(option) || option == "-o" {
                _ = rest.popFirst()
            } else if !redirections.contains(String(option.prefix { $0 != "=" })) {
                kept.append(option)
            }
        }
        return kept
    }

    /// Decrypts a file.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - entry: The entry in pass's words, for messages.
    /// - Returns: The bytes in it; or why there are none.
    /// - Throws: ``HelperError`` if gpg could not be run to its end.
    func decrypt(_ path: FilePath, _ entry: String) throws(HelperError) -> Result<[UInt8], HelperError> {
        try decrypt(["--decrypt", "--", path.string], input: [], entry)
    }

    /// Decrypts a message.
    func decrypt(message: [UInt8], _ entry: String) throws(HelperError) -> Result<[UInt8], HelperError> {
        try decrypt(["--decrypt"], input: message, entry)
    }

    private func decrypt(
        _ arguments: [String],
        input: [UInt8],
        _ entry: String
    ) throws(HelperError) -> Result<[UInt8], HelperError> {
        // A fifth of gpg's time goes into the description of the message's keys, which `--quiet` saves. But that leaves
        // the reason of a failure out of the status (gpg 2.2, mainproc.c, print_pkenc_list); so gpg asks nobody at
        // first, and is called again, to ask or to say why, only if it fails.
        if !options.contains(where: { $0.hasPrefix("--pinentry-mode") }) {
            let quick = try decryption(["--pinentry-mode", "error", "--quiet"] + arguments, input: input, entry)
            if quick.isComplete { return .success(quick.output) }
        }
        let whole = try decryption(arguments, input: input, entry)
        guard whole.isComplete else {
            return .failure(HelperError(decrypting: entry, whole.status.decryptionFailure, canAsk: runner.canAsk))
        }
        return .success(whole.output)
    }

    private func decryption(
        _ arguments: [String],
        input: [UInt8],
        _ entry: String
    ) throws(HelperError) -> (output: [UInt8], status: GpgStatus, isComplete: Bool) {
        let outcome = try runner.run(
            program,
            options + Self.common + arguments,
            input: input,
            waitingFor: "gpg to decrypt \(entry); perhaps a question for the passphrase was not answered"
        )
        let status = GpgStatus(parsing: outcome.errorOutput)
        // A file that is cut off in its header ends with 0 and no word.
        let isComplete = outcome.succeeded && status.decrypted && status.accepts(outcome.output.count)
        return (outcome.output, status, isComplete)
    }

    /// Encrypts to all of `recipients`, and gives the message back: gpg writes no file itself, which may be left half done.
    func encrypt(_ bytes: [UInt8], to recipients: Recipients) throws(HelperError) -> [UInt8] {
        let outcome = try runner.run(
            program,
            options + Self.common + ["--compress-algo=none", "--no-encrypt-to"]
                + recipients.keys.map { "--recipient=\($0)" } + ["--encrypt"],
            input: bytes,
            waitingFor: "gpg to encrypt"
        )
        let status = GpgStatus(parsing: outcome.errorOutput)
        if let invalid = status.invalidRecipients.first { throw try error(for: invalid, recipients) }
        guard outcome.succeeded, status.encrypted, !outcome.output.isEmpty else {
            throw HelperError(
                .failed,
                "gpg could not encrypt to the keys that \(recipients.origin) names",
                advice: ["See what it says to: echo test | pass insert -m -f docker-credential-test"]
            )
        }
        return outcome.output
    }

    /// Which of the given fingerprints have signed a file.
    func signers(of path: FilePath, signature: FilePath) throws(HelperError) -> [String] {
        let outcome = try runner.run(
            program,
            options + Self.common + ["--verify", "--", signature.string, path.string],
            waitingFor: "gpg to check the signature of \(path)"
        )
        return GpgStatus(parsing: outcome.errorOutput).validSignatures
    }

    /// The status has one reason for keys that are unknown, expired, revoked or for signing only; so the key is looked at.
    private func error(
        for invalid: GpgStatus.InvalidRecipient,
        _ recipients: Recipients
    ) throws(HelperError) -> HelperError {
        let untrusted = 10
        if invalid.reason == untrusted { return .untrustedKey(invalid.key, origin: recipients.origin) }
        let outcome = try runner.run(
            program,
            options + Self.common + ["--with-colons", "--list-keys", "--", invalid.key],
            waitingFor: "gpg to list a key"
        )
        let obstacle = GpgKeyListing(parsing: outcome.output).obstacle
        return .unusableKey(invalid.key, obstacle, origin: recipients.origin)
    }
}
