/// The keys or the passphrase that decrypt a file.
package enum AgeUnlocking: Sendable, Redacted {
    /// Secret keys, tried in turn.
    case identities([AgeIdentity])
    /// A passphrase, and the most work that a file may ask for.
    case passphrase([UInt8], limit: ScryptLimit = ScryptLimit())

    /// The file key out of the first stanza that opens.
    ///
    /// Stanzas of unknown kinds are skipped: the specification demands it, and writers add some on purpose.
    ///
    /// - Throws: ``AgeError/Code/mixedPassphrase``, ``AgeError/Code/malformedHeader``,
    ///   ``AgeError/Code/noMatchingIdentity``, ``AgeError/Code/workFactorTooHigh`` or ``AgeError/Code/wrongPassphrase``.
    func unwrap(_ header: AgeHeader) throws(AgeError) -> FileKey {
        guard !header.isPassphraseProtected || header.stanzas.count == 1 else {
            throw AgeError(.mixedPassphrase, "the file has a passphrase beside other recipients, which age forbids")
        }
        switch self {
        case .identities(let identities):
            return try Self.unwrap(header, with: identities)
        case .passphrase(let passphrase, let limit):
            guard header.isPassphraseProtected, let stanza = header.stanzas.first else {
                throw AgeError(.noMatchingIdentity, "the file is not protected by a passphrase but by keys")
            }
            return try ScryptStanza(stanza).unwrap(with: passphrase, limit: limit)
        }
    }

    private static func unwrap(_ header: AgeHeader, with identities: [AgeIdentity]) throws(AgeError) -> FileKey {
        guard !header.isPassphraseProtected else {
            throw AgeError(.noMatchingIdentity, "the file is protected by a passphrase, not by a key")
        }
        // Every stanza is checked before any is tried, so that a malformed one is refused whichever key is at hand.
        var stanzas: [X25519Stanza] = []
        for stanza in header.stanzas where stanza.kind == X25519Stanza.kind {
            stanzas.append(try X25519Stanza(stanza))
        }
        for identity in identities {
            for stanza in stanzas {
                if let fileKey = try stanza.unwrap(with: identity) { return fileKey }
            }
        }
        throw AgeError(.noMatchingIdentity, "none of the keys decrypts the file")
    }
}
