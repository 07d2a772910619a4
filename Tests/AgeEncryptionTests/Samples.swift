import AgeEncryption
import Codecs

/// Keys, files and small tools that several suites share.
enum Samples {
    /// The example of the age specification, "The X25519 recipient type": 32 bytes 0x42.
    static let identityText = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
    static let recipientText = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"

    static func identity() throws -> AgeIdentity {
        try AgeIdentity(parsing: identityText)
    }

    /// A file to the sample key, always the same one.
    static func file(_ plaintext: [UInt8] = Array("for the sample key".utf8)) throws -> [UInt8] {
        var generator = CountingGenerator()
        return try AgeFile.encrypt(plaintext, to: .keys([identity().recipient]), using: &generator)
    }

    /// A file under the passphrase "secret" with little work, always the same one.
    static func passphraseFile(workFactor: Int = 1) throws -> [UInt8] {
        var generator = CountingGenerator()
        let recipients = AgeRecipients.passphrase(Array("secret".utf8), workFactor: workFactor)
        return try AgeFile.encrypt(Array("for the secret".utf8), to: recipients, using: &generator)
    }

    /// The file key of the files above: the first bytes that the generator gives.
    static var fileKey: FileKey { FileKey(Array(0..<16)) }

    /// A file with these stanzas and a right MAC, so that nothing but a stanza can be what is wrong with it.
    static func file(stanzas: [AgeStanza]) throws -> [UInt8] {
        var file = AgeHeader(stanzas: stanzas, fileKey: fileKey).bytes
        var encryptor = AgePayloadEncryptor(fileKey: fileKey, nonce: [UInt8](repeating: 7, count: 16))
        try encryptor.encrypt([1, 2, 3], to: &file)
        try encryptor.finish(to: &file)
        return file
    }

    /// `bytes` in armor, with `lineEnd` after each line.
    static func armored(_ bytes: [UInt8], lineEnd: String = "\n") -> String {
        var lines = ["-----BEGIN AGE ENCRYPTED FILE-----"]
        for start in stride(from: 0, to: bytes.count, by: 48) {
            lines.append(Base64().encode(bytes[start..<min(start + 48, bytes.count)]))
        }
        lines.append("-----END AGE ENCRYPTED FILE-----")
        return lines.map { $0 + lineEnd }.joined()
    }

    /// The bytes that specifications write in hexadecimal digits.
    static func bytes(hexadecimal text: String) -> [UInt8] {
        let digits = text.compactMap(\.hexDigitValue).map(UInt8.init)
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// Bytes that no chunk repeats.
    static func bytes(count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    }

    /// The code that `body` fails with; nil if it succeeds.
    static func code(of body: () throws -> Void) -> AgeError.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? AgeError)?.code
        }
    }

    /// The code that decrypting `file` with the sample key fails with; nil if it opens.
    static func code(opening file: [UInt8]) throws -> AgeError.Code? {
        let unlocking = AgeUnlocking.identities([try identity()])
        return code { _ = try AgeFile.decrypt(file, with: unlocking) }
    }

    /// The code that decrypting `file` with the sample passphrase fails with; nil if it opens.
    static func code(openingWithPassphrase file: [UInt8]) -> AgeError.Code? {
        code {
            _ = try AgeFile.decrypt(
                file,
                with: .passphrase(Array("secret".utf8), limit: ScryptLimit(maximumWorkFactor: 10))
            )
        }
    }
}

/// Random numbers that are not: the bytes 0, 1, 2 and so on.
struct CountingGenerator: RandomNumberGenerator {
    private var byte: UInt8 = 0

    mutating func next() -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            number |= UInt64(byte) << shift
            byte &+= 1
        }
        return number
    }
}
