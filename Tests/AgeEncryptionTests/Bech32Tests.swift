import AgeEncryption
import Testing

struct Bech32Tests {
    @Test(arguments: [
        ("A12UEL5L", "A", 0),
        ("a12uel5l", "a", 0),
        ("?1ezyfcl", "?", 0),
        (
            "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
            "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio", 0
        ),
        ("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", "abcdef", 20),
        ("split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w", "split", 30),
    ])
    func `the valid strings of BIP 173 are read`(text: String, prefix: String, count: Int) throws {
        let decoded = try Bech32(parsing: text.utf8)
        #expect(decoded.humanReadablePart == prefix)
        #expect(decoded.bytes.count == count)
        #expect(decoded.text == text.lowercased())
    }

    @Test(arguments: [
        ("\u{20}1nwldj5", Bech32.Flaw.foreignCharacter),
        ("\u{7F}1axkwrx", .foreignCharacter),
        ("é1eym55h", .foreignCharacter),
        ("pzry9x0s0muk", .noSeparator),
        ("1pzry9x0s0muk", .noSeparator),
        ("10a06t8", .noSeparator),
        ("", .noSeparator),
        ("x1b4n0q5v", .foreignCharacter),
        ("li1dgmt3", .tooShort),
        ("A1G7SGD8", .wrongChecksum),
        ("a12uel5m", .wrongChecksum),
        ("A12uEL5L", .mixedCase),
    ])
    func `the invalid strings of BIP 173 are refused`(text: String, flaw: Bech32.Flaw) {
        #expect(throws: flaw) { try Bech32(parsing: text.utf8) }
    }

    @Test func `what is written is read again`() throws {
        for count in 0...40 {
            let written = Bech32(humanReadablePart: "test", bytes: Samples.bytes(count: count))
            #expect(try Bech32(parsing: written.text.utf8) == written)
        }
    }

    @Test func `any one altered character is found`() throws {
        let text = Array(Samples.recipientText.utf8)
        for position in text.indices {
            for replacement in "qpzry9x8gf2tvdw0s3jn54khce6mua7l1bio".utf8 where replacement != text[position] {
                var altered = text
                altered[position] = replacement
                #expect(throws: Bech32.Flaw.self) { try Bech32(parsing: altered) }
            }
        }
    }

    @Test(arguments: ["a1qpamnt9j", "a1q3g6mn3"])
    func `unused bits that are set and spare characters are refused though the checksum is right`(text: String) {
        #expect(throws: Bech32.Flaw.badPadding) { try Bech32(parsing: text.utf8) }
    }
}
