import Crypto
import FoundationEssentials
import Testing

@testable import AgeEncryption

/// The primitives against the vectors of their specifications, and against swift-crypto's own interface to them.
@Suite struct PrimitivesTests {
    /// RFC 7748, section 6.1.
    @Test func `two known keys agree on the known secret`() throws {
        let alice = try Self.key("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")
        let bob = try Self.key("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")
        let points = [
            "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
            "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
        ].map { Samples.bytes(hexadecimal: $0) }
        #expect([alice.publicKey(), bob.publicKey()] == points)
        let secret = Samples.bytes(hexadecimal: "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742")
        #expect(alice.sharedSecret(with: points[1])?.copy == secret)
        #expect(bob.sharedSecret(with: points[0])?.copy == secret)
    }

    @Test func `a new key agrees with one of swift-crypto`() throws {
        let other = Curve25519.KeyAgreement.PrivateKey()
        let key = X25519PrivateKey()
        let point = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: key.publicKey())
        let secret = try other.sharedSecretFromKeyAgreement(with: point)
        let expected = unsafe secret.withUnsafeBytes { unsafe Array($0) }
        #expect(key.sharedSecret(with: other.publicKey.rawRepresentation)?.copy == expected)
        #expect(key.publicKey() != X25519PrivateKey().publicKey())
    }

    /// The points of order 1, 4 and 8 (RFC 7748, section 7), each also beyond the field's prime.
    @Test(arguments: [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ])
    func `there is no secret with a point of low order`(point: String) {
        #expect(X25519PrivateKey().sharedSecret(with: Samples.bytes(hexadecimal: point)) == nil)
    }

    @Test(arguments: [0, 31, 33])
    func `a key of another length is none`(count: Int) {
        let bytes = [UInt8](repeating: 1, count: count)
        #expect(X25519PrivateKey(SecretBytes(bytes)) == nil)
        #expect(X25519PrivateKey().sharedSecret(with: bytes) == nil)
        #expect(XWingPrivateKey(SecretBytes(bytes)) == nil)
    }

    /// Key, nonce and text of RFC 8439, section 2.8.2, but without additional data; the result is OpenSSL's.
    @Test func `a known text is sealed as OpenSSL seals it`() {
        let text =
            "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."
        let sealed = AgeEncryption.ChaChaPoly.seal(
            Array(text.utf8)[...],
            nonce: Samples.bytes(hexadecimal: "070000004041424344454647"),
            key: SecretBytes(Array(0x80...0x9F))
        )
        #expect(sealed?.count == 130)
        #expect(
            sealed?.prefix(16).elementsEqual(Samples.bytes(hexadecimal: "d31a8d34648e60db7b86afbc53ef7ec2")) == true
        )
        #expect(
            sealed?.suffix(16).elementsEqual(Samples.bytes(hexadecimal: "6a23a4681fd59456aea1d29f82477216")) == true
        )
    }

    @Test(arguments: [0, 1, 15, 16, 63, 64, 65, 1000, 65536])
    func `what is sealed here opens in swift-crypto, and unaltered only`(count: Int) throws {
        let text = Samples.bytes(count: count)
        let keyBytes = Array(UInt8(1)...32)
        let nonce = Array(UInt8(1)...12)
        let key = SecretBytes(keyBytes)
        let sealed = try #require(AgeEncryption.ChaChaPoly.seal(text[...], nonce: nonce, key: key))
        let box = try Crypto.ChaChaPoly.SealedBox(combined: nonce + sealed)
        #expect(try Array(Crypto.ChaChaPoly.open(box, using: SymmetricKey(data: keyBytes))) == text)
        #expect(AgeEncryption.ChaChaPoly.open(sealed[...], nonce: nonce, key: key) == text)

        for position in [0, count / 2, count, sealed.count - 1] {
            var altered = sealed
            altered[position] ^= 1
            #expect(AgeEncryption.ChaChaPoly.open(altered[...], nonce: nonce, key: key) == nil)
        }
        #expect(AgeEncryption.ChaChaPoly.open(sealed.dropLast(), nonce: nonce, key: key) == nil)
        #expect(AgeEncryption.ChaChaPoly.open(sealed.prefix(15), nonce: nonce, key: key) == nil)
        #expect(AgeEncryption.ChaChaPoly.open(sealed[...], nonce: nonce.reversed(), key: key) == nil)
        #expect(AgeEncryption.ChaChaPoly.open(sealed[...], nonce: nonce, key: SecretBytes(keyBytes.reversed())) == nil)
    }

    @Test func `HPKE with X-Wing is that of swift-crypto, in both directions`() throws {
        let suite = HPKE.Ciphersuite(kem: .XWingMLKEM768X25519, kdf: .HKDF_SHA256, aead: .chaChaPoly)
        let info = Array("what for".utf8)
        let key = XWingPrivateKey()
        let theirs = try XWingMLKEM768X25519.PrivateKey(seedRepresentation: key.seed.copy, publicKey: nil)
        #expect(key.publicKey() == Array(theirs.publicKey.rawRepresentation))

        var sender = try HPKE.Sender(recipientKey: theirs.publicKey, ciphersuite: suite, info: Data(info))
        let theirText = try Array(sender.seal([1, 2, 3], authenticating: [UInt8]()))
        let theirSecret = try #require(key.sharedSecret(in: Array(sender.encapsulatedKey)))
        #expect(HybridSeal(sharedSecret: theirSecret, info: info).open(theirText) == [1, 2, 3])
        #expect(HybridSeal(sharedSecret: theirSecret, info: info + [0]).open(theirText) == nil)

        let (secret, encapsulated) = try #require(
            XWingPrivateKey.encapsulate(to: key.publicKey(), entropy: Samples.bytes(count: 64))
        )
        let text = try #require(HybridSeal(sharedSecret: secret, info: info).seal([4, 5, 6]))
        var recipient = try HPKE.Recipient(
            privateKey: theirs,
            ciphersuite: suite,
            info: Data(info),
            encapsulatedKey: Data(encapsulated)
        )
        #expect(try Array(recipient.open(text, authenticating: [UInt8]())) == [4, 5, 6])
        #expect(key.sharedSecret(in: encapsulated.dropLast()) == nil)
        #expect(XWingPrivateKey.encapsulate(to: key.publicKey().dropLast(), entropy: Samples.bytes(count: 64)) == nil)
    }

    @Test func `bytes compare as equal only if all of them are`() {
        #expect(equalInConstantTime([], []))
        #expect(equalInConstantTime([1, 2, 3], [1, 2, 3]))
        #expect(!equalInConstantTime([1, 2, 3], [1, 2, 4]))
        #expect(!equalInConstantTime([1, 2, 3], [1, 2]))
    }

    private static func key(_ hexadecimal: String) throws -> X25519PrivateKey {
        try #require(X25519PrivateKey(SecretBytes(Samples.bytes(hexadecimal: hexadecimal))))
    }
}
