/// The keys or the passphrase that a file is encrypted to.
///
/// They cannot be combined: a file that a passphrase decrypts was written by someone who knows it (age specification,
/// "scrypt recipient stanza").
package enum AgeRecipients: Sendable, Redacted {
    /// Each of these keys decrypts the file. The client wraps for keys of plugins; nil if plugins are not used.
    case keys([AgeRecipient], plugins: (any AgePluginClient)? = nil)
    /// The passphrase decrypts the file after 2 to the power of `workFactor` rounds; `age` uses 18.
    case passphrase([UInt8], workFactor: Int = 18, limit: ScryptLimit = ScryptLimit())

    /// Returns one stanza for each of them.
    ///
    /// - Throws: ``AgeError/Code/unusableRecipients``, ``AgeError/Code/malformedRecipient`` or
    ///   ``AgeError/Code/pluginFailed``; for a passphrase ``AgeError/Code/workFactorTooHigh`` or
    ///   ``AgeError/Code/notEnoughMemory``.
    func wrap(_ fileKey: FileKey, using generator: inout some RandomNumberGenerator) throws(AgeError) -> [AgeStanza] {
        switch self {
        case .keys(let recipients, let plugins):
            guard !recipients.isEmpty else {
                throw AgeError(.unusableRecipients, "there are no recipients")
            }
            return try Self.wrap(fileKey, to: recipients, plugins, using: &generator)
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

    private static func wrap(
        _ fileKey: FileKey,
        to recipients: [AgeRecipient],
        _ plugins: (any AgePluginClient)?,
        using generator: inout some RandomNumberGenerator
    ) throws(AgeError) -> [AgeStanza] {
        var stanzas: [AgeStanza] = []
        var labels: Set<[String]> = []
        var pluginKeys: [AgePluginKey] = []
        for recipient in recipients {
            switch recipient.kind {
            case .x25519(let point):
                var secret = generator.bytes(count: AgeRecipient.byteCount)
                defer { secret.overwrite() }
                stanzas.append(try X25519Stanza.wrap(fileKey, to: point, ephemeralSecret: secret))
                labels.insert([])
            case .hybrid(let key):
                stanzas.append(try HybridStanza.wrap(fileKey, to: key))
                labels.insert([HybridStanza.label])
            case .plugin(let key):
                pluginKeys.append(key)
            }
        }
        for keys in pluginKeys.groupedByPlugin {
            guard let plugins else {
                throw AgeError(.pluginFailed, "\(keys[0].program): plugins are not used here")
            }
            var bytes = fileKey.bytes
            defer { bytes.overwrite() }
            let wrapped = try plugins.wrap(bytes, to: keys)
            stanzas += wrapped.stanzas
            labels.insert(wrapped.labels)
        }
        // A file that an X25519 key decrypts too would not be safe from quantum computers.
        guard labels.count == 1 else {
            throw AgeError(
                .unusableRecipients,
                "the recipients cannot be used together: post-quantum keys go with post-quantum keys only"
            )
        }
        return stanzas
    }
}
