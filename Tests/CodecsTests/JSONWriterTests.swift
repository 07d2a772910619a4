import Codecs
import TestSupport
import Testing

@Suite struct JSONWriterTests {
    private let tree = JSONTree.object([
        ("auths", .object([("h", .object([("auth", "eDp5")])), ("empty", .object([]))])),
        ("list", .array([.null, .bool(true), .bool(false), .number("1.50"), .array([])])),
    ])

    @Test func `the compact form has no white space`() {
        let text = JSONWriter(.compact).write(tree).text
        #expect(text == #"{"auths":{"h":{"auth":"eDp5"},"empty":{}},"list":[null,true,false,1.50,[]]}"#)
    }

    @Test func `the indented form is the one that Docker writes`() {
        let text = JSONWriter(.indented).write(tree).text
        let expected = """
            {
            \t"auths": {
            \t\t"h": {
            \t\t\t"auth": "eDp5"
            \t\t},
            \t\t"empty": {}
            \t},
            \t"list": [
            \t\tnull,
            \t\ttrue,
            \t\tfalse,
            \t\t1.50,
            \t\t[]
            \t]
            }
            """
        #expect(text == expected)
    }

    @Test(
        arguments: [
            ("<token>", #""\u003ctoken\u003e""#), ("a&b", #""a\u0026b""#), ("\"\\/", #""\"\\/""#),
            ("\u{08}\u{0C}\n\r\t", #""\b\f\n\r\t""#), ("\u{00}\u{1B}\u{1F}", #""\u0000\u001b\u001f""#),
            ("\u{2027}\u{2028}\u{2029}\u{202A}", "\"\u{2027}\\u2028\\u2029\u{202A}\""), ("\u{7F}é😀", "\"\u{7F}é😀\""),
            ("", #""""#),
        ])
    func `strings are escaped as Go escapes them`(text: String, expected: String) throws {
        let bytes = JSONWriter(.compact).write(.string(text))
        #expect(bytes.text == expected)
        #expect(try JSONDocument(parsing: bytes).root.string == text)
    }

    @Test func `every character survives writing and reading`() throws {
        let everything = String(String.UnicodeScalarView((0...0xFFFF).compactMap { Unicode.Scalar(UInt32($0)) }))
        let document = try JSONDocument(parsing: JSONWriter(.compact).write(.string(everything)))
        #expect(document.root.string?.utf8.elementsEqual(everything.utf8) == true)
    }

    @Test func `characters beyond ASCII can be escaped and are read back`() throws {
        let text = "a\u{9B}b\u{202E}é\u{E0001}\u{7F}<"
        let writer = JSONWriter(.compact, escaping: { $0.value != 0xE9 })
        let bytes = writer.write(.object([(text, .array([.string(text)]))]))
        let string = #""a\u009bb\u202eé\udb40\udc01\u007f\u003c""#
        #expect(String(decoding: bytes, as: UTF8.self) == "{\(string):[\(string)]}")
        let member = try #require(try JSONDocument(parsing: bytes).root.members.first { _ in true })
        #expect(member.name?.utf8.elementsEqual(text.utf8) == true)
        let plain = String(decoding: JSONWriter(.compact).write(.string("é\u{202E}")), as: UTF8.self)
        #expect(plain == "\"é\u{202E}\"")
    }
}
