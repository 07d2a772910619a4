import AgeEncryption
import TestSupport
import Testing

/// Inputs that nobody wrote on purpose: none may open, and none may trap.
struct RobustnessTests {
    private static let seeds = 0..<UInt64(4)
    private static let inputsPerSeed = 5_000

    /// Takes a sound text apart in one to four places.
    private static func mutated(_ sound: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = sound
        let telling = Array("\n\r -=1>A\u{0}".utf8) + [0xFF]
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
            let position = Int.random(in: bytes.indices, using: &generator)
            let other = Int.random(in: bytes.indices, using: &generator)
            let range = min(position, other)..<max(position, other)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: bytes[position] = UInt8.random(in: .min ... .max, using: &generator)
            case 1: bytes[position] = telling.randomElement(using: &generator) ?? 0
            case 2: bytes.insert(telling.randomElement(using: &generator) ?? 0, at: position)
            case 3: bytes.removeSubrange(range.prefix(20))
            case 4: bytes.insert(contentsOf: Array(bytes[range].prefix(100)), at: other)
            default: bytes.removeLast(bytes.count - position)
            }
        }
        return bytes
    }

    private static func random(using generator: inout SeededGenerator) -> [UInt8] {
        let beginnings = [
            "", "age-encryption.org/v1\n", "age-encryption.org/v1\n-> ", "-----BEGIN AGE ENCRYPTED FILE-----\n",
        ]
        let count = Int.random(in: 0...200, using: &generator)
        let beginning = Array((beginnings.randomElement(using: &generator) ?? "").utf8)
        return beginning + (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// What `file` decrypts to; nil for any error.
    private static func open(_ file: [UInt8], with unlocking: AgeUnlocking) -> [UInt8]? {
        do {
            return try AgeFile.decrypt(file, with: unlocking)
        } catch {
            return nil
        }
    }

    @Test(arguments: seeds)
    func `arbitrary bytes never open and never trap`(seed: UInt64) throws {
        let identity = try Samples.identity()
        let keyFile = try Samples.file()
        let passphraseFile = try Samples.passphraseFile()
        let sound = [
            keyFile, passphraseFile, Array(Samples.armored(keyFile).utf8), Array(Samples.armored(passphraseFile).utf8),
        ]
        let passphrase = AgeUnlocking.passphrase(Array("secret".utf8), limit: ScryptLimit(maximumWorkFactor: 4))
        var generator = SeededGenerator(seed: seed)
        for number in 0..<Self.inputsPerSeed {
            let original = sound[number % sound.count]
            let input =
                number % 5 == 0 ? Self.random(using: &generator) : Self.mutated(original, using: &generator)
            let opened = Self.open(input, with: .identities([identity])) ?? Self.open(input, with: passphrase)
            // Armor around a sound file may be changed in white space only, and a change may undo itself.
            guard let opened else { continue }
            let isSound = opened == Array("for the sample key".utf8) || opened == Array("for the secret".utf8)
            let isUnchanged = input == original || AgeFile.form(of: input) == .armored
            #expect(isSound && isUnchanged, "seed \(seed), input \(number)")
        }
    }

    @Test(arguments: seeds)
    func `arbitrary key files never trap`(seed: UInt64) {
        let file = Array("# comment\r\n\(Samples.identityText)\n\(Samples.recipientText)\n".utf8)
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let input = Self.mutated(file, using: &generator)
            let codes = [
                Samples.code { _ = try AgeIdentityFile(parsing: input) },
                Samples.code { _ = try AgeRecipientFile(parsing: input) },
            ]
            #expect(codes[0] == nil || codes[0] == .malformedIdentity, "seed \(seed)")
            #expect(codes[1] == nil || codes[1] == .malformedRecipient, "seed \(seed)")
        }
    }
}
