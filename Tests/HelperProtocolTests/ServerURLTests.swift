import HelperProtocol
import TestSupport
import Testing

@Suite struct ServerURLTests {
    @Test(arguments: [
        " a.example", "a.example\n", "\r\n a.example \r\n", "\u{A0}a.example\u{2003}", "\u{85}a.example\u{2028}",
        "\t\u{B}\u{C}a.example\u{3000}",
    ])
    func `white space around a key is trimmed`(text: String) throws {
        #expect(try ServerURL(text).text == "a.example")
    }

    @Test(arguments: ["", " ", "\n", "\r\n\t", "\u{A0}\u{2003}", "\u{85}"])
    func `white space alone is not a key`(text: String) {
        #expect(throws: HelperError.missingServerURL) { try ServerURL(text) }
    }

    @Test(arguments: ["a\nb", "a\r\nb", "a\tb", "a\u{0}", "\u{0}a", "a\u{1B}[m", "a\u{7F}", "a\u{9B}b"])
    func `control characters are rejected and not quoted`(text: String) {
        let error = #expect(throws: HelperError.self) { try ServerURL(text) }
        #expect(error?.code == .malformedRequest)
        #expect(error?.message.hasPrefix("malformed request: the server URL contains a control character, ") == true)
        #expect(error?.message.contains { $0 == "\u{1B}" || $0.isNewline } == false)
    }

    @Test(arguments: ["a b", "\u{FEFF}a", "a\u{200B}", "\u{AD}", "\u{202E}a", "a\u{A0}b", "\"a\"", "<a>"])
    func `other characters are kept unchanged`(text: String) throws {
        #expect(try ServerURL(text).text.utf8.elementsEqual(text.utf8))
    }

    @Test func `keys are equal if their bytes are equal`() throws {
        let composed = try ServerURL("caf\u{E9}")
        let decomposed = try ServerURL("cafe\u{301}")
        #expect(composed.text == decomposed.text, "String takes them for one")
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
        #expect(try ServerURL("a") == ServerURL(" a "))
        #expect(try ServerURL("a").hashValue == ServerURL(" a ").hashValue)
        #expect(try ServerURL("Host") != ServerURL("host"))
        #expect(try ServerURL("host") != ServerURL("host/"))
    }

    @Test func `keys are ordered bytewise`() throws {
        let keys = ["9", "B", "a", "a/", "ab", "b", "cafe\u{301}", "caf\u{E9}", "\u{FFFD}", "\u{1F511}"]
        #expect(try keys.shuffled().map { try ServerURL($0) }.sorted().map(\.text) == keys)
    }
}
