import Codecs
import Crypto
import Testing

@testable import AgeEncryption

@Suite struct KeyDerivationTests {
    /// FIPS 180-4, example 1, and the hash of nothing.
    @Test(arguments: [
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ])
    func `the hash of a known text is the known one`(text: String, expected: String) throws {
        #expect(KeyDerivation.digest(of: Array(text.utf8)) == Samples.bytes(hexadecimal: expected))
    }

    /// RFC 4231, sections 4.2, 4.3 and 4.7: a short key, a shorter one, and one that is longer than a block.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0B, count: 20), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func `the code of a known text is the known one`(key: [UInt8], text: String, expected: String) {
        let code = KeyDerivation.authenticationCode(for: Array(text.utf8)[...], key: SecretBytes(key))
        #expect(code == Samples.bytes(hexadecimal: expected))
    }

    /// RFC 5869, appendices A.1 and A.3: with a salt and information, and without.
    @Test(arguments: [
        (
            "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9",
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
        ),
        ("", "", "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"),
    ])
    func `the key of a known secret is the known one`(salt: String, info: String, expected: String) {
        let secret = SecretBytes([UInt8](repeating: 0x0B, count: 22))
        let salt = Samples.bytes(hexadecimal: salt)
        let info = Samples.bytes(hexadecimal: info)
        let expected = Samples.bytes(hexadecimal: expected)
        let extracted = KeyDerivation.extract(secret, salt: salt)
        #expect(KeyDerivation.expand(extracted, info: info, count: expected.count).copy == expected)
        #expect(KeyDerivation.key(from: secret, salt: salt, info: info).copy == Array(expected.prefix(32)))
    }

    @Test(arguments: [0, 1, 32, 63, 64, 65], [0, 1, 55, 56, 64, 1000])
    func `codes and keys are those of swift-crypto`(keyLength: Int, textLength: Int) {
        let key = (0..<keyLength).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 1) }
        let text = (0..<textLength).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let salt = Array(text.prefix(64))
        #expect(
            KeyDerivation.authenticationCode(for: text[...], key: SecretBytes(key))
                == Array(HMAC<SHA256>.authenticationCode(for: text, using: SymmetricKey(data: key)))
        )
        #expect(
            SymmetricKey(data: KeyDerivation.key(from: SecretBytes(key), salt: salt, info: text).copy)
                == HKDF<SHA256>.deriveKey(
                    inputKeyMaterial: SymmetricKey(data: key),
                    salt: salt,
                    info: text,
                    outputByteCount: 32
                )
        )
    }

    /// RFC 7914, section 12, the third vector: a shorter key is the beginning of a longer one.
    @Test func `scrypt gives the known key for a known passphrase`() {
        let key = KeyDerivation.key(
            from: Array("pleaseletmein".utf8),
            salt: Array("SodiumChloride".utf8),
            workFactor: 14
        )
        let expected = "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
        #expect(key?.copy == Samples.bytes(hexadecimal: expected))
    }

    @Test func `a limit in time or memory is told from the limit of age`() {
        let limit = ScryptLimit(time: .seconds(2), memory: 512 << 20)
        let perUnit = Duration.microseconds(4)
        func code(_ workFactor: Int, _ limit: ScryptLimit) -> AgeError.Code? {
            do throws(AgeError) {
                try limit.check(workFactor) { perUnit * (1 << $0) }
                return nil
            } catch {
                return error.code
            }
        }
        #expect(code(18, limit) == nil)
        #expect(code(19, ScryptLimit(time: .seconds(2))) == .workFactorTooHigh)
        #expect(code(20, limit) == .notEnoughMemory)
        #expect(code(22, ScryptLimit()) == nil)
        #expect(code(23, ScryptLimit()) == .workFactorTooHigh)
        #expect(code(10, ScryptLimit(time: .nanoseconds(1))) == nil)
    }
}
