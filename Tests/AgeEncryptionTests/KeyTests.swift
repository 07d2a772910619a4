import AgeEncryption
import Testing

struct KeyTests {
    @Test func `the example of the specification is read and written`() throws {
        let identity = try AgeIdentity(parsing: Samples.identityText)
        #expect(identity.secretText == Samples.identityText)
        #expect(identity.recipient.description == Samples.recipientText)
        #expect(try AgeRecipient(parsing: Samples.recipientText) == identity.recipient)
    }

    @Test func `generated keys differ and are read again`() throws {
        let identity = AgeIdentity.generate()
        #expect(identity.secretText != AgeIdentity.generate().secretText)
        #expect(try AgeIdentity(parsing: identity.secretText).recipient == identity.recipient)
    }

    @Test(arguments: [
        "", " ", "age1", "hello", Samples.recipientText.uppercased(), Samples.recipientText + " ",
        String(Samples.recipientText.dropLast()), Samples.identityText,
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF0xsTyeKhCoD/0THyQ0mEFlqsTqF9zp3wqOaXMmUxUv",
        Bech32(humanReadablePart: "age", bytes: [1, 2, 3]).text,
        Bech32(humanReadablePart: "age1../x", bytes: Samples.bytes(count: 33)).text,
        Bech32(humanReadablePart: "bge", bytes: Samples.bytes(count: 32)).text,
    ])
    func `what is not a public key is refused, and not repeated in the message`(text: String) {
        let error = #expect(throws: AgeError.self) { try AgeRecipient(parsing: text) }
        #expect(error?.code == .malformedRecipient)
        #expect(text.utf8.count < 5 || error?.message.contains(text) == false)
    }

    @Test(arguments: [
        "", "AGE-SECRET-KEY-1", Samples.identityText.lowercased(), Samples.identityText + "\r",
        String(Samples.identityText.dropFirst()), Samples.recipientText,
        Bech32(humanReadablePart: "age-secret-key-", bytes: Samples.bytes(count: 31)).text.uppercased(),
        Bech32(humanReadablePart: "age-secret-key-", bytes: Samples.bytes(count: 33)).text.uppercased(),
        Bech32(humanReadablePart: "age-plugin-../x-", bytes: Samples.bytes(count: 32)).text.uppercased(),
    ])
    func `what is not a secret key is refused, and not repeated in the message`(text: String) {
        let error = #expect(throws: AgeError.self) { try AgeIdentity(parsing: text) }
        #expect(error?.code == .malformedIdentity)
        #expect(text.utf8.count < 20 || error?.message.contains(text.dropLast(10)) == false)
    }

    @Test func `keys of a plugin are read as they are, and need a plugin client`() throws {
        let recipient = Bech32(humanReadablePart: "age1yubikey", bytes: Samples.bytes(count: 33)).text
        let identity = Bech32(humanReadablePart: "age-plugin-yubikey-", bytes: Samples.bytes(count: 32)).text
            .uppercased()
        #expect(try AgeRecipient(parsing: recipient).description == recipient)
        #expect(try AgeIdentity(parsing: identity).secretText == identity)
        #expect(try !AgeIdentity(parsing: identity).recipient.description.contains(identity.dropLast(10)))
        let key = try AgeRecipient(parsing: recipient)
        #expect(Samples.code { _ = try AgeFile.encrypt([], to: .keys([key])) } == .pluginFailed)
    }

    @Test func `a public key of low order is not encrypted to`() throws {
        let zero = try AgeRecipient(
            parsing: Bech32(humanReadablePart: "age", bytes: [UInt8](repeating: 0, count: 32)).text
        )
        #expect(Samples.code { _ = try AgeFile.encrypt([], to: .keys([zero])) } == .malformedRecipient)
    }
}
