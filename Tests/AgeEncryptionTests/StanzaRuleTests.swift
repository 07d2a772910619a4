import AgeEncryption
import Codecs
import Testing

/// The rules of the two native recipient types, each on files that are sound but for the one thing that is tested.
struct StanzaRuleTests {
    private static let base64 = Base64(padding: .forbidden)
    private static let zeroShare = base64.encode([UInt8](repeating: 0, count: 32))

    private static func keyStanza() throws -> AgeStanza {
        try AgeFile(parsing: try Samples.file()).header.stanzas[0]
    }

    private static func passphraseStanza(workFactor: Int = 1) throws -> AgeStanza {
        try AgeFile(parsing: try Samples.passphraseFile(workFactor: workFactor)).header.stanzas[0]
    }

    @Test func `stanzas of unknown kinds are skipped`() throws {
        let stanza = try Self.keyStanza()
        let grease = AgeStanza(kind: "8*-grease", arguments: ["!", "~"], body: Samples.bytes(count: 100))
        let lowercase = AgeStanza(kind: "x25519", arguments: [], body: [])
        #expect(try Samples.code(opening: Samples.file(stanzas: [stanza])) == nil)
        #expect(try Samples.code(opening: Samples.file(stanzas: [grease, lowercase, stanza, grease])) == nil)
        #expect(try Samples.code(opening: Samples.file(stanzas: [grease, lowercase])) == .noMatchingIdentity)
    }

    @Test(arguments: 0..<9)
    func `an X25519 stanza that breaks a rule is refused, also beside a sound one`(number: Int) throws {
        let sound = try Self.keyStanza()
        let share = sound.arguments[0]
        let broken: [([String], [UInt8])] = [
            ([], sound.body),
            ([share, "more"], sound.body),
            ([share + "="], sound.body),
            // 43 digits have two bits to spare; `_` is of the other alphabet.
            ([share.dropLast() + "_"], sound.body),
            ([Self.base64.encode(Samples.bytes(count: 31))], sound.body),
            ([Self.base64.encode(Samples.bytes(count: 33))], sound.body),
            ([share], sound.body.dropLast()),
            ([share], sound.body + [0]),
            ([Self.zeroShare], sound.body),
        ]
        let stanza = AgeStanza(kind: "X25519", arguments: broken[number].0, body: broken[number].1)
        #expect(try Samples.code(opening: Samples.file(stanzas: [stanza])) == .malformedHeader)
        #expect(try Samples.code(opening: Samples.file(stanzas: [stanza, sound])) == .malformedHeader)
    }

    /// The points whose product with any scalar is zero (RFC 7748, section 6.1), in the forms below 2 to the power of 255.
    @Test(arguments: [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ])
    func `a share of low order is refused`(hexadecimal: String) throws {
        let digits = Array(hexadecimal)
        let point = try stride(from: 0, to: digits.count, by: 2).map { position in
            try #require(UInt8(String(digits[position...(position + 1)]), radix: 16))
        }
        let stanza = AgeStanza(kind: "X25519", arguments: [Self.base64.encode(point)], body: Samples.bytes(count: 32))
        #expect(try Samples.code(opening: Samples.file(stanzas: [stanza])) == .malformedHeader)
    }

    @Test(arguments: ["", "0", "01", "0x1", "+1", "-1", "1 ", "1a", "a1", "１", "018"])
    func `a work factor of another form is refused`(text: String) throws {
        let sound = try Self.passphraseStanza()
        let stanza = AgeStanza(kind: "scrypt", arguments: [sound.arguments[0], text], body: sound.body)
        #expect(Samples.code(openingWithPassphrase: try Samples.file(stanzas: [stanza])) == .malformedHeader)
    }

    @Test(arguments: [
        "11", "22", "23", "30", "31", "63", "64", "99", "9223372036854775808", "99999999999999999999999999",
    ])
    func `a work factor over the limit is refused without the work`(text: String) throws {
        let sound = try Self.passphraseStanza()
        let stanza = AgeStanza(kind: "scrypt", arguments: [sound.arguments[0], text], body: sound.body)
        #expect(Samples.code(openingWithPassphrase: try Samples.file(stanzas: [stanza])) == .workFactorTooHigh)
        let boundless = AgeUnlocking.passphrase(Array("secret".utf8), limit: ScryptLimit(maximumWorkFactor: .max))
        guard (Int(text) ?? .max) > 30 else { return }
        #expect(
            Samples.code { _ = try AgeFile.decrypt(Samples.file(stanzas: [stanza]), with: boundless) }
                == .workFactorTooHigh
        )
    }

    @Test func `the limit of a reader is 22 unless it says otherwise`() throws {
        let sound = try Self.passphraseStanza()
        let stanza = AgeStanza(kind: "scrypt", arguments: [sound.arguments[0], "23"], body: sound.body)
        let file = try Samples.file(stanzas: [stanza])
        let error = #expect(throws: AgeError.self) { try AgeFile.decrypt(file, with: .passphrase([1])) }
        #expect(error?.code == .workFactorTooHigh)
        #expect(error?.message.contains("at most 22") == true)
    }

    @Test(arguments: 0..<6)
    func `a scrypt stanza that breaks a rule is refused`(number: Int) throws {
        let sound = try Self.passphraseStanza()
        let salt = sound.arguments[0]
        let broken: [([String], [UInt8])] = [
            ([salt], sound.body),
            ([salt, "1", "more"], sound.body),
            ([Self.base64.encode(Samples.bytes(count: 15)), "1"], sound.body),
            ([Self.base64.encode(Samples.bytes(count: 17)), "1"], sound.body),
            ([salt, "1"], sound.body.dropLast()),
            ([salt, "1"], sound.body + [0]),
        ]
        let stanza = AgeStanza(kind: "scrypt", arguments: broken[number].0, body: broken[number].1)
        #expect(Samples.code(openingWithPassphrase: try Samples.file(stanzas: [stanza])) == .malformedHeader)
    }

    @Test func `a passphrase beside anything else is refused, whatever opens the file`() throws {
        let key = try Self.keyStanza()
        let passphrase = try Self.passphraseStanza()
        let grease = AgeStanza(kind: "grease", arguments: [], body: [])
        for stanzas in [[key, passphrase], [passphrase, key], [passphrase, passphrase], [grease, passphrase]] {
            let file = try Samples.file(stanzas: stanzas)
            #expect(try Samples.code(opening: file) == .mixedPassphrase)
            #expect(Samples.code(openingWithPassphrase: file) == .mixedPassphrase)
        }
    }

    @Test func `a wrong passphrase and an empty one are told from a wrong kind of key`() throws {
        let file = try Samples.passphraseFile()
        #expect(Samples.code(openingWithPassphrase: file) == nil)
        #expect(Samples.code { _ = try AgeFile.decrypt(file, with: .passphrase([1])) } == .wrongPassphrase)
        #expect(Samples.code { _ = try AgeFile.decrypt(file, with: .passphrase([])) } == .wrongPassphrase)
        #expect(try Samples.code(opening: file) == .noMatchingIdentity)
        #expect(Samples.code(openingWithPassphrase: try Samples.file()) == .noMatchingIdentity)
    }

    @Test(arguments: [([UInt8](), 1), ([1], 0), ([1], -1), ([1], 31), ([1], Int.max)])
    func `nothing is encrypted under an empty passphrase or with impossible work`(passphrase: [UInt8], workFactor: Int)
    {
        let recipients = AgeRecipients.passphrase(passphrase, workFactor: workFactor)
        #expect(Samples.code { _ = try AgeFile.encrypt([], to: recipients) } == .unusableRecipients)
    }
}
