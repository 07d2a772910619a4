import AgeEncryption
import Testing

struct HeaderTests {
    private static let mac = "--- " + String(repeating: "A", count: 43) + "\n"
    private static let full = String(repeating: "A", count: 64)

    private func code(_ text: String) -> AgeError.Code? {
        Samples.code { _ = try AgeHeader(parsing: Array(text.utf8)[...]) }
    }

    @Test(arguments: [
        "-> X25519 share\nAAAA\n",
        "-> a\n\n",
        "-> a b c ~ ! \"#$%&'()*+,-./:;<=>?@[\\]^_`{|}\n\n",
        "-> a\n\(full)\n\n",
        "-> a\n\(full)\n\(full)\nAAAA\n",
        "-> a\nAA\n-> b\n\n-> c\nAAA\n",
        "-> -> ---\n\n",
    ])
    func `what the grammar allows is read, and written the same`(stanzas: String) throws {
        let text = "age-encryption.org/v1\n" + stanzas + Self.mac
        let header = try AgeHeader(parsing: Array((text + "payload\n").utf8)[...])
        #expect(header.bytes == Array(text.utf8))
        #expect(header.stanzas.flatMap(\.bytes) == Array(stanzas.utf8))
    }

    @Test(arguments: [
        "",
        "-> \n\n",
        "->\n\n",
        "->a\n\n",
        " -> a\n\n",
        "-> a \n\n",
        "->  a\n\n",
        "-> a  b\n\n",
        "-> a\u{7F}\n\n",
        "-> é\n\n",
        "-> a\tb\n\n",
        "-> a\r\n\n",
        "-> a\n\r\n",
        "-> a\nAAAA\r\n",
        "-> a\n",
        "-> a\n\(full)\n",
        "-> a\n\(full)A\n\n",
        "-> a\n\(full)AAAA\n\n",
        "-> a\nAAAA\nAAAA\n",
        "-> a\nA\n",
        "-> a\nAAA=\n",
        "-> a\nAA==\n",
        "-> a\nAB\n",
        "-> a\nAAB\n",
        "-> a\nAA-_\n",
        "-> a\nAA A\n",
        "-> a\n\n\n",
        "# a\n\n",
        "-> a\n\n--- \n",
        "-> a\n\n---\n",
        "-> a\n\n--- AAAA\n",
        "-> a\n\n----\n",
    ])
    func `what the grammar does not allow is refused`(stanzas: String) {
        #expect(code("age-encryption.org/v1\n" + stanzas + Self.mac) == .malformedHeader)
    }

    @Test(arguments: [
        "--- " + String(repeating: "A", count: 42) + "\n",
        "--- " + String(repeating: "A", count: 44) + "\n",
        "--- " + String(repeating: "A", count: 42) + "B\n",
        "--- " + String(repeating: "A", count: 43) + "=\n",
        "--- " + String(repeating: "A", count: 43) + " \n",
        "--- " + String(repeating: "A", count: 43) + "\r\n",
        "--- " + String(repeating: "A", count: 43),
        "---  " + String(repeating: "A", count: 43) + "\n",
        "---" + String(repeating: "A", count: 43) + "\n",
        "---\t" + String(repeating: "A", count: 43) + "\n",
        "",
    ])
    func `a MAC line of another form is refused`(mac: String) {
        #expect(code("age-encryption.org/v1\n-> a\n\n" + mac) == .malformedHeader)
    }

    @Test(arguments: [
        ("", AgeError.Code.notAgeFile),
        ("age", .notAgeFile),
        ("age-encryption.org", .notAgeFile),
        ("Age-encryption.org/v1\n", .notAgeFile),
        (" age-encryption.org/v1\n", .notAgeFile),
        ("age-encryption.org/v1", .malformedHeader),
        ("age-encryption.org/v1\r\n", .malformedHeader),
        ("age-encryption.org/v1 \n", .malformedHeader),
        ("age-encryption.org/v2\n", .unsupportedVersion),
        ("age-encryption.org/v11\n", .unsupportedVersion),
        ("age-encryption.org/1234\n", .unsupportedVersion),
    ])
    func `a first line of another form is refused`(line: String, expected: AgeError.Code) {
        #expect(code(line + "-> a\n\n" + Self.mac) == expected || code(line) == expected)
    }

    @Test func `a header over the limit is refused`() throws {
        let stanza = "-> grease\n" + Self.full + "\n\n"
        let count = 128 * 1024 / stanza.utf8.count
        let end = String(repeating: "A", count: 40)
        #expect(code("age-encryption.org/v1\n" + String(repeating: stanza, count: count - 1) + Self.mac + end) == nil)
        #expect(
            code("age-encryption.org/v1\n" + String(repeating: stanza, count: count + 1) + Self.mac) == .malformedHeader
        )
        #expect(code("age-encryption.org/v1\n-> " + String(repeating: "a", count: 1 << 20)) == .malformedHeader)
        #expect(code("age-encryption.org/" + String(repeating: "v", count: 1 << 20)) == .malformedHeader)
    }

    @Test func `more recipients than a header holds are refused when writing`() throws {
        let recipients = [AgeRecipient](repeating: try Samples.identity().recipient, count: 1400)
        #expect(Samples.code { _ = try AgeFile.encrypt([], to: .keys(recipients)) } == .unusableRecipients)
    }

    @Test func `form and kind are told without a key`() throws {
        let keyFile = try Samples.file()
        let passphraseFile = try Samples.passphraseFile()
        #expect(AgeFile.form(of: keyFile) == .binary)
        #expect(try !AgeFile(parsing: keyFile).header.isPassphraseProtected)
        #expect(try AgeFile(parsing: passphraseFile).header.isPassphraseProtected)
        let armored = try AgeFile(parsing: Array(Samples.armored(passphraseFile).utf8))
        #expect(armored.form == .armored && armored.header.isPassphraseProtected)
        for other in [[], [0], Array("{}".utf8), Array("-----BEGIN PGP MESSAGE-----\n".utf8)] as [[UInt8]] {
            #expect(AgeFile.form(of: other) == nil)
            #expect(Samples.code { _ = try AgeFile(parsing: other) } == .notAgeFile)
        }
    }
}
