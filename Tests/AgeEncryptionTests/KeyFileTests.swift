import AgeEncryption
import Testing

struct KeyFileTests {
    @Test func `an identity file is written as age-keygen writes it`() throws {
        let file = AgeIdentityFile.secretBytes(
            for: try Samples.identity(),
            created: AgeTimestamp(secondsSince1970: 1_767_225_599)
        )
        #expect(
            String(decoding: file, as: UTF8.self) == """
                # created: 2025-12-31T23:59:59Z
                # public key: \(Samples.recipientText)
                \(Samples.identityText)

                """
        )
        #expect(try AgeIdentityFile(parsing: file).identities.map(\.secretText) == [Samples.identityText])
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"),
        (-1, "1970-01-01T00:00:00Z"),
        (68_169_599, "1972-02-28T23:59:59Z"),
        (68_169_600, "1972-02-29T00:00:00Z"),
        (951_782_399, "2000-02-28T23:59:59Z"),
        (951_868_800, "2000-03-01T00:00:00Z"),
        (978_307_199, "2000-12-31T23:59:59Z"),
        (4_107_542_399, "2100-02-28T23:59:59Z"),
        (4_107_542_400, "2100-03-01T00:00:00Z"),
        (253_402_300_799, "9999-12-31T23:59:59Z"),
        (Int.max, "9999-12-31T23:59:59Z"),
        (Int.min, "1970-01-01T00:00:00Z"),
    ])
    func `a time is written as RFC 3339 has it`(seconds: Int, text: String) {
        #expect(AgeTimestamp(secondsSince1970: seconds).description == text)
    }

    @Test func `comments, blank lines, CRLF and a missing last line end are read`() throws {
        let other = AgeIdentity.generate()
        let identities = "# one\r\n\r\n\(Samples.identityText)\r\n#\n\n\(other.secretText)"
        #expect(
            try AgeIdentityFile(parsing: Array(identities.utf8)).identities.map(\.secretText)
                == [Samples.identityText, other.secretText]
        )
        let recipients = "# one\r\n\r\n\(Samples.recipientText)\r\n#\n\n\(other.recipient)"
        #expect(
            try AgeRecipientFile(parsing: Array(recipients.utf8)).recipients.map(\.description)
                == [Samples.recipientText, other.recipient.description]
        )
    }

    @Test func `an error names the line and not what stands there`() throws {
        let broken = String(Samples.identityText.dropLast()) + "Q"
        let error = #expect(throws: AgeError.self) {
            try AgeIdentityFile(parsing: Array("# comment\n\n\(broken)\n".utf8))
        }
        #expect(error?.code == .malformedIdentity)
        #expect(error?.message.hasPrefix("line 3: ") == true)
        #expect(error?.message.contains("GFPYY") == false)
    }

    @Test func `a secret key among public keys is called that and not shown`() {
        let error = #expect(throws: AgeError.self) {
            try AgeRecipientFile(parsing: Array("\(Samples.recipientText)\n\(Samples.identityText)\n".utf8))
        }
        #expect(error?.code == .malformedRecipient)
        #expect(error?.message == "line 2: this is a secret key, where a public key is expected")
    }

    @Test(arguments: ["", "\n", "# only a comment\n", " \n", "# \u{FF}\n"])
    func `a file without a key is an error`(text: String) {
        #expect(Samples.code { _ = try AgeIdentityFile(parsing: Array(text.utf8)) } == .malformedIdentity)
        #expect(Samples.code { _ = try AgeRecipientFile(parsing: Array(text.utf8)) } == .malformedRecipient)
    }

    @Test func `an encrypted identity file is called that`() throws {
        let file = try Samples.passphraseFile()
        for form in [file, Array(Samples.armored(file).utf8)] {
            let error = #expect(throws: AgeError.self) { try AgeIdentityFile(parsing: form) }
            #expect(error?.code == .malformedIdentity)
            #expect(error?.message.contains("itself encrypted") == true)
        }
    }
}
