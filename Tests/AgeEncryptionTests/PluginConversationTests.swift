import Testing

@testable import AgeEncryption

@Suite struct PluginConversationTests {
    /// A person who answers, or nobody.
    private struct Person: AgePluginInterface {
        var isThere = true
        func show(_ message: String) -> Bool { isThere }
        func confirm(_ message: String, yes: String, no: String?) -> Bool? { isThere ? yes == "Yes" : nil }
        func ask(_ message: String, isSecret: Bool) -> [UInt8]? {
            isThere ? Array((isSecret ? "1234" : "ann").utf8) : nil
        }
    }

    private static let fileKey = [UInt8](0..<16)

    private static func stanza(_ kind: String, _ arguments: [String] = [], _ body: [UInt8] = []) -> AgeStanza {
        AgeStanza(kind: kind, arguments: arguments, body: body)
    }

    private static func conversation(isThere: Bool = true, wraps: Bool = false) throws -> PluginConversation {
        let decoded = Bech32(humanReadablePart: wraps ? "age1test" : "AGE-PLUGIN-TEST-", bytes: [1])
        let key = try #require(AgePluginKey(decoded, role: wraps ? .recipient : .identity))
        let request: PluginConversation.Request =
            wraps ? .wrap(fileKey, [key]) : .unwrap([stanza("x", ["y"], [1])], [key])
        return PluginConversation(request, interface: Person(isThere: isThere))
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let command: AgeStanza
        let reply: AgeStanza
        let replyToNobody: AgeStanza
        var testDescription: String { command.kind }
    }

    @Test(arguments: [
        Case(command: stanza("msg", [], [65]), reply: stanza("ok"), replyToNobody: stanza("fail")),
        Case(command: stanza("confirm", ["WWVz"]), reply: stanza("ok", ["yes"]), replyToNobody: stanza("fail")),
        Case(command: stanza("confirm", ["WQ", "Tm8"]), reply: stanza("ok", ["no"]), replyToNobody: stanza("fail")),
        Case(
            command: stanza("request-secret"),
            reply: stanza("ok", [], Array("1234".utf8)),
            replyToNobody: stanza("fail")
        ),
        Case(
            command: stanza("request-public"),
            reply: stanza("ok", [], Array("ann".utf8)),
            replyToNobody: stanza("fail")
        ),
        Case(
            command: stanza("grease-7", ["x"], [1]),
            reply: stanza("unsupported"),
            replyToNobody: stanza("unsupported")
        ),
        Case(command: stanza("error", ["internal"], [65]), reply: stanza("ok"), replyToNobody: stanza("ok")),
    ])
    func `a command of the plugin gets its reply`(case: Case) throws {
        var conversation = try Self.conversation()
        #expect(try conversation.answer(`case`.command) == .reply(`case`.reply))
        var alone = try Self.conversation(isThere: false)
        #expect(try alone.answer(`case`.command) == .reply(`case`.replyToNobody))
    }

    @Test func `the client's phase has all keys and stanzas, grease, and an end`() throws {
        let text = String(decoding: try Self.conversation().opening, as: UTF8.self)
        #expect(text.contains("-> add-identity AGE-PLUGIN-TEST-1") && text.contains("-> recipient-stanza 0 x y\nAQ\n"))
        #expect(text.hasPrefix("-> grease-") && text.hasSuffix("-> done\n\n"))
        let wrapping = String(decoding: try Self.conversation(wraps: true).opening, as: UTF8.self)
        #expect(wrapping.contains("-> add-recipient age1test1") && wrapping.contains("-> extension-labels\n\n"))
    }

    @Test func `results are taken once, and only those that were asked for`() throws {
        var unwrapping = try Self.conversation()
        _ = try unwrapping.answer(Self.stanza("file-key", ["0"], Self.fileKey))
        #expect(unwrapping.fileKey == Self.fileKey)
        for command in [Self.stanza("file-key", ["0"], Self.fileKey), Self.stanza("file-key", ["1"], Self.fileKey)] {
            #expect(Samples.code { _ = try unwrapping.answer(command) } == .pluginFailed)
        }
        #expect(
            try unwrapping.answer(Self.stanza("recipient-stanza", ["0", "x"])) == .reply(Self.stanza("unsupported"))
        )
        var wrapping = try Self.conversation(wraps: true)
        _ = try wrapping.answer(Self.stanza("labels", ["b", "a"]))
        _ = try wrapping.answer(Self.stanza("recipient-stanza", ["0", "test", "y"], [1]))
        #expect(wrapping.labels == ["a", "b"] && wrapping.stanzas == [Self.stanza("test", ["y"], [1])])
        #expect(
            Samples.code { _ = try wrapping.answer(Self.stanza("recipient-stanza", ["0", "test"])) } == .pluginFailed
        )
        #expect(Samples.code { _ = try wrapping.answer(Self.stanza("labels", ["c"])) } == .pluginFailed)
    }

    @Test(arguments: [1, 3, 1000])
    func `stanzas are read whatever pieces they come in`(size: Int) throws {
        let stanzas = [0, 1, 47, 48, 49, 96, 5000].map {
            Self.stanza("kind", ["a", "b"], [UInt8](repeating: 7, count: $0))
        }
        var bytes = stanzas.flatMap(\.bytes)[...]
        var reader = PluginStanzaReader()
        var read: [AgeStanza] = []
        while !bytes.isEmpty {
            reader.add(Array(bytes.prefix(size)))
            bytes = bytes.dropFirst(size)
            while let stanza = try reader.next() { read.append(stanza) }
        }
        #expect(read == stanzas)
        #expect(!reader.isInsideStanza)
    }

    @Test func `text that is no stanza, and one without end, are refused`() throws {
        for text in ["hello\nworld\n", "-> \n\n", "-> x\n=\n"] {
            var reader = PluginStanzaReader()
            reader.add(Array(text.utf8))
            #expect(Samples.code { _ = try reader.next() } == .pluginFailed, "\(text)")
        }
        var reader = PluginStanzaReader()
        reader.add(Array("-> x\n".utf8) + [UInt8](repeating: 65, count: PluginStanzaReader.stanzaLimit))
        #expect(Samples.code { _ = try reader.next() } == .pluginFailed)
    }

    @Test(arguments: ["AGE-PLUGIN-1", "AGE-PLUGIN-../X-1", "AGE-PLUGIN--1"])
    func `a name that is no part of a program's name is refused`(prefix: String) {
        let decoded = Bech32(humanReadablePart: String(prefix.dropLast()), bytes: [1])
        #expect(AgePluginKey(decoded, role: .identity) == nil)
    }
}
