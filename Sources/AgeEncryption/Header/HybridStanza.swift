/// A stanza for a post-quantum key, ML-KEM-768 with X25519 (age specification, "The mlkem768x25519 recipient type").
///
/// The file key is sealed by HPKE (RFC 9180) in base mode.
struct HybridStanza {
    static let kind = "mlkem768x25519"
    /// The label that all recipients of a file must share, so that none weakens the others.
    static let label = "postquantum"
    private static let info = Array("age-encryption.org/mlkem768x25519".utf8)

    private let encapsulated: [UInt8]
    private let body: [UInt8]

    /// Checks a stanza whose kind is ``kind``.
    ///
    /// - Throws: ``AgeError/Code/malformedHeader`` unless there are one more argument, 1120 bytes, and 32 bytes of
    ///   body.
    init(_ stanza: AgeStanza) throws(AgeError) {
        (encapsulated, body) = try stanza.shareAndWrappedKey(shareByteCount: XWingPrivateKey.encapsulatedByteCount)
    }

    /// Returns the file key; nil if the stanza is for another key.
    ///
    /// - Throws: ``AgeError/Code/malformedHeader`` for an X25519 share of low order.
    func unwrap(with key: XWingPrivateKey) throws(AgeError) -> FileKey? {
        guard !hasShareOfLowOrder else {
            throw AgeError(.malformedHeader, "the header is malformed: an \(Self.kind) stanza has a share of low order")
        }
        guard let secret = key.sharedSecret(in: encapsulated),
            var opened = HybridSeal(sharedSecret: secret, info: Self.info).open(body)
        else { return nil }
        defer { opened.overwrite() }
        guard opened.count == FileKey.byteCount else { return nil }
        return FileKey(opened)
    }

    /// Whether the X25519 half, which comes last, results in zero with every key (RFC 7748, section 6.1).
    private var hasShareOfLowOrder: Bool {
        X25519PrivateKey().sharedSecret(with: encapsulated.suffix(X25519PrivateKey.byteCount)) == nil
    }

    /// Returns a new stanza for a public key.
    ///
    /// - Throws: ``AgeError/Code/malformedRecipient`` for bytes that are not a public key.
    static func wrap(_ fileKey: FileKey, to publicKey: [UInt8]) throws(AgeError) -> AgeStanza {
        var generator = SystemRandomNumberGenerator()
        var entropy = generator.bytes(count: XWingPrivateKey.entropyByteCount)
        var bytes = fileKey.bytes
        defer {
            entropy.overwrite()
            bytes.overwrite()
        }
        guard let (secret, encapsulated) = XWingPrivateKey.encapsulate(to: publicKey, entropy: entropy),
            let body = HybridSeal(sharedSecret: secret, info: info).seal(bytes)
        else {
            throw AgeError(.malformedRecipient, "the post-quantum public key cannot be used")
        }
        return AgeStanza(
            kind: kind,
            arguments: [String(decoding: HeaderText.encode(encapsulated), as: UTF8.self)],
            body: body
        )
    }
}
