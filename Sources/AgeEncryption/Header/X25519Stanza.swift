import Crypto

/// A stanza for an X25519 key (age specification, "The X25519 recipient type").
struct X25519Stanza {
    static let kind = "X25519"
    private static let info = Array("age-encryption.org/v1/X25519".utf8)

    private let share: [UInt8]
    private let body: [UInt8]

    /// Checks a stanza whose kind is ``kind``.
    ///
    /// - Throws: ``AgeError/Code/malformedHeader`` unless there are one more argument, 32 bytes of share and 32 of body.
    init(_ stanza: AgeStanza) throws(AgeError) {
        (share, body) = try stanza.shareAndWrappedKey(shareByteCount: AgeRecipient.byteCount)
    }

    /// The file key; nil if the stanza is for somebody else.
    ///
    /// - Throws: ``AgeError/Code/malformedHeader`` for a share of low order.
    func unwrap(with key: Curve25519.KeyAgreement.PrivateKey) throws(AgeError) -> FileKey? {
        let recipient = Array(key.publicKey.rawRepresentation)
        guard let wrapKey = Self.wrapKey(from: key, to: share, share: share, recipient: recipient) else {
            throw AgeError(.malformedHeader, "the header is malformed: an X25519 stanza has a share of low order")
        }
        return FileKey.unwrapped(body, under: wrapKey)
    }

    /// A new stanza for `recipient`.
    ///
    /// - Throws: ``AgeError/Code/malformedRecipient`` for a recipient of low order, to which anyone could decrypt.
    static func wrap(
        _ fileKey: FileKey,
        to recipient: [UInt8],
        ephemeralSecret: [UInt8]
    ) throws(AgeError) -> AgeStanza {
        guard let ephemeral = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: ephemeralSecret) else {
            throw AgeError(.malformedRecipient, "the ephemeral key has the wrong length")
        }
        let share = Array(ephemeral.publicKey.rawRepresentation)
        guard
            let wrapKey = wrapKey(from: ephemeral, to: recipient, share: share, recipient: recipient),
            let body = fileKey.wrapped(under: wrapKey)
        else {
            throw AgeError(.malformedRecipient, "the public key is a point of low order and protects nothing")
        }
        return AgeStanza(kind: kind, arguments: [String(decoding: HeaderText.encode(share), as: UTF8.self)], body: body)
    }

    /// The key that wraps the file key; nil if the shared secret is zero.
    private static func wrapKey(
        from secret: Curve25519.KeyAgreement.PrivateKey,
        to point: [UInt8],
        share: [UInt8],
        recipient: [UInt8]
    ) -> SymmetricKey? {
        guard let point = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: point),
            let agreed = try? secret.sharedSecretFromKeyAgreement(with: point)
        else { return nil }
        let shared = unsafe agreed.withUnsafeBytes { unsafe SymmetricKey(data: $0) }
        // The specification demands this check, and swift-crypto leaves it to its callers.
        guard unsafe shared.withUnsafeBytes({ unsafe $0.reduce(0, |) }) != 0 else { return nil }
        return KeyDerivation.key(from: shared, salt: share + recipient, info: info)
    }
}
