import HelperProtocol
import PasswordStoreFormat
import SystemPackage
import SystemSupport

/// Calls gpg as pass does, without a shell, and reads its status lines instead of its messages.
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

    /// Options for every call.
    ///
    /// No call inside a `docker login` looks up keys on the network.
    private static let everyCall = [
        "--batch", "--yes", "--no-auto-key-locate", "--no-auto-key-retrieve", "--disable-dirmngr", "--status-fd", "2",
    ]

    /// Options for calls that handle a secret: gpg's messages are in any language and may quote what it decrypted.
    static let common = everyCall + ["--logger-file", "/dev/null"]

    /// Options for calls that handle no secret, whose messages in English are worth quoting.
    static let talking = everyCall + ["--logger-fd", "2"]

    /// Returns the user's options without those that redirect gpg's messages, status or output.
    ///
    /// gpg closes the descriptor of an earlier logger option when a later one names a file. `--logger-fd 1` would thus
    /// close standard output, and the secret would be lost (gpg 2.2, gpg.c, `oLoggerFD` and `oLoggerFile`).
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

    /// Encrypts to all of `recipients` and returns the message.
    ///
    /// gpg writes no file itself, because an interruption would leave half of it.
    func encrypt(_ bytes: [UInt8], to recipients: Recipients) throws(HelperError) -> [UInt8] {
        var (outcome, status) = try tryToEncrypt(bytes, to: recipients)
        // The first calls after a change of the keys each bring trustdb.gpg up to date, and one that reads it at that
        // moment ends with "The trustdb is corrupted", which soon is not true any more (gpg 2.2, g10/tdbio.c).
        for _ in 0..<2 where !outcome.succeeded && status.invalidRecipients.isEmpty && status.failure == nil {
            Pause.wait(milliseconds: UInt32.random(in: 50...150))
            (outcome, status) = try tryToEncrypt(bytes, to: recipients)
        }
        if let invalid = status.invalidRecipients.first {
            if let home = runner.missingGpgHome { throw .missingGpgHome(home) }
            throw try error(for: invalid, recipients)
        }
        guard outcome.succeeded, status.encrypted, !outcome.output.isEmpty else {
            throw HelperError(
                .failed,
                "gpg could not encrypt to the keys in \(recipients.origin)",
                advice: ["See what gpg reports: echo test | pass insert -m -f docker-credential-test"]
            )
        }
        return outcome.output
    }

    private func tryToEncrypt(
        _ bytes: [UInt8],
        to recipients: Recipients
    ) throws(HelperError) -> (ChildProcess.Outcome, GpgStatus) {
        let outcome = try runner.run(
            program,
            options + Self.common + ["--compress-algo=none", "--no-encrypt-to"]
                + recipients.keys.map { "--recipient=\($0)" } + ["--encrypt"],
            input: bytes,
            waitingFor: "gpg to encrypt"
        )
        return (outcome, GpgStatus(parsing: outcome.errorOutput))
    }

    /// Returns the fingerprints of the keys with a valid signature of a file.
    func signers(of path: FilePath, signature: FilePath) throws(HelperError) -> [String] {
        let outcome = try runner.run(
            program,
            options + Self.common + ["--verify", "--"],
            operands: [signature, path],
            waitingFor: "gpg to verify the signature of \(path.escapedForDisplay)"
        )
        return GpgStatus(parsing: outcome.errorOutput).validSignatures
    }

    /// Lists the key to find out why it is unusable: the status has one reason for unknown, expired, revoked and
    /// signing-only keys.
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
