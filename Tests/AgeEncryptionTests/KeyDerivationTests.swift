import Crypto
import Testing

@testable import AgeEncryption

@Suite struct KeyDerivationTests {
    /// swift-crypto's own, which is generic and so slower to start.
    @Test(arguments: [0, 1, 32, 63, 64], [0, 1, 55, 56, 64, 1000])
    func `codes and keys are those of swift-crypto`(keyLength: Int, textLength: Int) {
        let key = SymmetricKey(data: (0..<keyLength).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 1) })
        let text = (0..<textLength).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let salt = Array(text.prefix(64))
        #expect(
            KeyDerivation.authenticationCode(for: [text[..<(textLength / 3)], text[(textLength / 3)...]], key: key)
                == Array(HMAC<SHA256>.authenticationCode(for: text, using: key))
        )
        #expect(
            KeyDerivation.key(from: key, salt: salt, info: text)
                == HKDF<SHA256>.deriveKey(inputKeyMaterial: key, salt: salt, info: text, outputByteCount: 32)
        )
    }

    /// RFC 4231, section 4.3.
    @Test func `the code of a known text is the known one`() {
        let code = KeyDerivation.authenticationCode(
            for: [Array("what do ya want for nothing?".utf8)[...]],
            key: SymmetricKey(data: Array("Jefe".utf8))
        )
        #expect(code.prefix(4).elementsEqual([0x5B, 0xDC, 0xC1, 0x46]))
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
