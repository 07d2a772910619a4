internal import Crypto
internal import FoundationEssentials

/// A stanza for a post-quantum key, ML-KEM-768 with X25519 (age specification, "The mlkem768x25519 recipient type").
///
/// The file key is sealed by HPKE (RFC 9180) in base mode.
struct HybridStanza {
    static let kind = "mlkem768x25519"
    static let publicKeyByteCount = 1216
    static let seedByteCount = 32
    /// What all recipients of a file must have in common with this one, so that none weakens the others.
    static let label = "postquantum"
    private static let encapsulatedByteCount = 1120
    private static let info = Data("age-encryption.org/mlkem768x25519".utf8)
    private static let suite = HPKE.Ciphersuite(kem: .XWingMLKEM768X25519, kdf: .HKDF_SHA256, aead: .chaChaPoly)

    private let encapsulated: [UInt8]
    private let body: [UInt8]

    /// Checks a stanza whose kind is ``kind``.
    ///
    /// - Throws: ``AgeError/Code/malformedHeader`` unless there are one more argument, 1120 bytes, and 32 bytes of body.
    init(_ stanza: AgeStanza) throws(AgeError) {
        (encapsulated, body) = try stanza.shareAndWrappedKey(shareByteCount: Self.encapsulatedByteCount)
    }

    /// The file key; nil if the stanza is for another key.
    ///
    /// - Throws: ``AgeError/Code/malformedHeader`` for an X25519 share of low order.
    func unwrap(with key: XWingMLKEM768X25519.PrivateKey) throws(AgeError) -> FileKey? {
        guard !hasShareOfLowOrder else {
            throw AgeError(.malformedHeader, "the header is malformed: an \(Self.kind) stanza has a share of low order")
        }
        guard
            var recipient = try? HPKE.Recipient(
                privateKey: key,
                ciphersuite: Self.suite,
                info: Self.info,
                encapsulatedKey: Data(encapsulated)
            ),
            var opened = try? recipient.open(Data(body), authenticating: Data())
        else { return nil }
        defer { opened.overwrite() }
        guard opened.count == FileKey.byteCount else { return nil }
        return FileKey(Array(opened))
    }

    /// Whether the X25519 half, which comes last, gives zero with every key (RFC 7748, section 6.1).
    private var hasShareOfLowOrder: Bool {
        guard let point = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: encapsulated.suffix(32)),
            let secret = try? Curve25519.KeyAgreement.PrivateKey().sharedSecretFromKeyAgreement(with: point)
        else { return true }
        return unsafe secret.withUnsafeBytes { unsafe $0.allSatisfy { $0 == 0 } }
    }

    /// A new stanza for a public key.
    ///
    /// - Throws: ``AgeError/Code/malformedRecipient`` for bytes that are no public key.
    static func wrap(_ fileKey: FileKey, to publicKey: [UInt8]) throws(AgeError) -> AgeStanza {
        do {
            let key = try XWingMLKEM768X25519.PublicKey(rawRepresentation: publicKey)
            var sender = try HPKE.Sender(recipientKey: key, ciphersuite: suite, info: info)
            var bytes = fileKey.bytes
            defer { bytes.overwrite() }
            let body = try sender.seal(bytes, authenticating: Data())
            return AgeStanza(
                kind: kind,
                arguments: [String(decoding: HeaderText.encode(Array(sender.encapsulatedKey)), as: UTF8.self)],
                body: Array(body)
            )
        } catch {
            throw AgeError(.malformedRecipient, "the post-quantum public key cannot be used")
        }
    }
}
