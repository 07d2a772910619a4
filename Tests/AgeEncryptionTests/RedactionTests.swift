import Testing

@testable import AgeEncryption

struct RedactionTests {
    /// Every way in which a value turns into text without being asked for its content.
    private func renderings(of value: Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        return [
            dumped, "\(value)", String(describing: value), String(reflecting: value), "\([value])",
            "\(Optional(value) as Any)",
        ]
    }

    @Test func `no rendering of a secret key shows it`() throws {
        let identity = try Samples.identity()
        let file = try AgeIdentityFile(parsing: Array(Samples.identityText.utf8))
        for value in [identity, file, AgeUnlocking.identities([identity])] as [Any] {
            for text in renderings(of: value) {
                #expect(!text.contains("GFPYYSJZ"))
                // 0x42, of which the key consists, as an array would print it.
                #expect(!text.contains("66"))
            }
        }
        #expect(Mirror(reflecting: identity).children.isEmpty)
    }

    @Test func `no rendering of a passphrase shows it`() {
        let passphrase = Array("BBBB".utf8)
        let values: [any Redacted] = [
            AgeUnlocking.passphrase(passphrase), AgeRecipients.passphrase(passphrase), FileKey(passphrase),
            SecretBytes(passphrase),
        ]
        for value in values {
            for text in renderings(of: value) {
                #expect(!text.contains("BBBB"))
                #expect(!text.contains("66"))
            }
            #expect(Mirror(reflecting: value).children.isEmpty)
        }
    }

    @Test func `an error tells its message and nothing else`() {
        let error = AgeError(.notAgeFile, "not an age file")
        #expect("\(error)" == "not an age file")
        #expect("\(error.code)" == "notAgeFile")
    }
}
