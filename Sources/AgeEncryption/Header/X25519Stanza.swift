/// A stanza for an X25519 key (age specification, "The X25519 recipient type").
struct X25519Stanza {
    static let kind = "X25519"
    private static let info = Array("age-encryption.org/v1/X25519".utf8)

    private let share: [UInt8]
    private let body: [UInt8]

    /// Checks a stanza whose kind is ``kind``.
    ///
    /// - Throws: ``AgeError/Code/malformedHeader`` unless there are one more argument, 32 bytes of share and 32 of
    ///   body.
    init(_ stanza: AgeStanza) throws(AgeError) {
        (share, body) = try stanza.shareAndWrappedKey(shareByteCount: AgeRecipient.byteCount)
    }

    /// Returns the file key; nil if the stanza is for another key.
    ///
    /// - Throws: ``AgeError/Code/malformedHeader`` for a share of low order.
    func unwrap(with key: X25519PrivateKey) throws(AgeError) -> FileKey? {
        guard let wrapKey = Self.wrapKey(from: key, to: share, share: share, recipient: key.publicKey()) else {
            throw AgeError(.malformedHeader, "the header is malformed: an X25519 stanza has a share of low order")
        }
        return FileKey.unwrapped(body, under: wrapKey)
    }

    /// Returns a new stanza for a recipient.
    ///
    /// - Throws: ``AgeError/Code/malformedRecipient`` for a recipient of low order, to which anyone could decrypt.
    static func wrap(
        _ fileKey: FileKey,
        to recipient: [UInt8],
        ephemeralSecret: [UInt8]
    ) throws(AgeError) -> AgeStanza {
        guard let ephemeral = X25519PrivateKey(SecretBytes(ephemeralSecret)) else {
            throw AgeError(.malformedRecipient, "the ephemeral key has the wrong length")
        }
        let share = ephemeral.publicKey()
        guard
            let wrapKey = wrapKey(from: ephemeral, to: recipient, share: share, recipient: recipient),
            let body = fileKey.wrapped(under: wrapKey)
        else {
            throw AgeError(.malformedRecipient, "the public key is a point of low order and protects nothing")
        }
        return AgeStanza(kind: kind, arguments: [String(decoding: HeaderText.encode(share), as: UTF8.self)], body: body)
    }

    /// Returns the key that wraps the file key; nil for a point of low order.
    private static func wrapKey(
        from secret: X25519PrivateKey,
        to point: [UInt8],
        share: [UInt8],
        recipient: [UInt8]
    ) -> SecretBytes? {
        secret.sharedSecret(with: point).map { KeyDerivation.key(from: $0, salt: share + recipient, info: info) }
    }
}
