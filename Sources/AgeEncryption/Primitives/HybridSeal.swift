/// HPKE in base mode for one message without additional data (RFC 9180), with X-Wing, HKDF-SHA256 and
/// ChaCha20-Poly1305.
struct HybridSeal {
    private let key: SecretBytes
    private let nonce: [UInt8]

    /// The key schedule (RFC 9180, section 5.1).
    ///
    /// - Parameters:
    ///   - sharedSecret: The secret of the encapsulation.
    ///   - info: The purpose, which both sides know.
    init(sharedSecret: SecretBytes, info: [UInt8]) {
        let mode: [UInt8] = [0]
        let context =
            mode + Self.extract([], salt: [], label: "psk_id_hash").copy
            + Self.extract(info, salt: [], label: "info_hash").copy
        var salt = sharedSecret.copy
        defer { salt.overwrite() }
        let secret = Self.extract([], salt: salt, label: "secret")
        key = Self.expand(secret, label: "key", info: context, count: ChaChaPoly.keyByteCount)
        // The nonce of the first message: the number to combine it with is 0.
        nonce = Self.expand(secret, label: "base_nonce", info: context, count: ChaChaPoly.nonceByteCount).copy
    }

    func seal(_ plaintext: [UInt8]) -> [UInt8]? {
        ChaChaPoly.seal(plaintext[...], nonce: nonce, key: key)
    }

    func open(_ sealed: [UInt8]) -> [UInt8]? {
        ChaChaPoly.open(sealed[...], nonce: nonce, key: key)
    }

    /// The numbers of the three algorithms in IANA's registries for HPKE.
    private static let suite: [UInt8] = Array("HPKE".utf8) + [0x64, 0x7A] + [0x00, 0x01] + [0x00, 0x03]

    private static func labelled(_ label: String) -> [UInt8] {
        Array("HPKE-v1".utf8) + suite + Array(label.utf8)
    }

    private static func extract(_ input: [UInt8], salt: [UInt8], label: String) -> SecretBytes {
        KeyDerivation.extract(SecretBytes(labelled(label) + input), salt: salt)
    }

    private static func expand(_ secret: SecretBytes, label: String, info: [UInt8], count: Int) -> SecretBytes {
        KeyDerivation.expand(secret, info: [0, UInt8(count)] + labelled(label) + info, count: count)
    }
}
