/// The keys or the passphrase that a file is encrypted to.
///
/// The two never mix: a file that a passphrase decrypts was written by someone who knows it (age specification,
/// "scrypt recipient stanza").
package enum AgeRecipients: Sendable, Redacted {
    /// Each of these keys decrypts the file.
    case keys([AgeRecipient])
    /// The passphrase decrypts the file after 2 to the power of `workFactor` rounds of work; 18 is what `age` takes.
    case passphrase([UInt8], workFactor: Int = 18, limit: ScryptLimit = ScryptLimit())

    /// One stanza for each of them.
    ///
    /// - Throws: ``AgeError/Code/unusableRecipients`` or ``AgeError/Code/malformedRecipient``.
    func wrap(_ fileKey: FileKey, using generator: inout some RandomNumberGenerator) throws(AgeError) -> [AgeStanza] {
        switch self {
        case .keys(let recipients):
            guard !recipients.isEmpty else {
                throw AgeError(.unusableRecipients, "there are no recipients")
            }
            var stanzas: [AgeStanza] = []
            for recipient in recipients {
                var secret = generator.bytes(count: AgeRecipient.byteCount)
                defer { secret.overwrite() }
                stanzas.append(try X25519Stanza.wrap(fileKey, to: recipient, ephemeralSecret: secret))
            }
            return stanzas
        case .passphrase(let passphrase, let workFactor, let limit):
            let salt = generator.bytes(count: ScryptStanza.saltByteCount)
            return [
                try ScryptStanza.wrap(
                    fileKey,
                    passphrase: passphrase,
                    workFactor: workFactor,
                    limit: limit,
                    salt: salt
                )
            ]
        }
    }
}
