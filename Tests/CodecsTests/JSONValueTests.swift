import Codecs
import TestSupport
import Testing

@Suite struct JSONValueTests {
    @Test(
        arguments: [
            (#""plain""#, "plain"), (#""é😀""#, "é😀"), (#""\u0041\u00e9""#, "Aé"), (#""\uD83D\uDE00!""#, "😀!"),
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{08}\u{0C}\n\r\t"), (#""a\u0000b""#, "a\u{00}b"), (#""""#, ""),
            (#""\u003ctoken\u003e""#, "<token>"),
        ])
    func `strings are read with their escapes decoded`(source: String, text: String) throws {
        #expect(try JSONDocument(source).root.string == text)
    }

    @Test(arguments: [
        #""\uD800""#, #""\uDC00""#, #""\uD800x""#, #""\uD800\n""#, #""\uD800\uD800""#, #""\uDE00\uD83D""#,
    ])
    func `a string with an unpaired surrogate has no text`(source: String) throws {
        #expect(try JSONDocument(source).root.string == nil)
    }

    @Test func `numbers keep their text`() throws {
        let document = try JSONDocument(#"{"big":12345678901234567890,"exact":1.10}"#)
        #expect(document.root["big"]?.numberText == "12345678901234567890")
        #expect(document.root["exact"]?.numberText == "1.10")
        #expect(document.root["big"]?.string == nil)
    }

    @Test func `every value and member has its byte range`() throws {
        let text = #" { "a" : [ 1 , true ] , "b":null}"#
        let document = try JSONDocument(text)
        func slice(_ range: Range<Int>) -> String { Array(document.bytes[range]).text }
        let members = Array(document.root.members)
        #expect(members.map { slice($0.range) } == [#""a" : [ 1 , true ]"#, #""b":null"#])
        #expect(members.map { slice($0.key.range) } == [#""a""#, #""b""#])
        #expect(members[0].value.elements.map { slice($0.range) } == ["1", "true"])
        #expect(members[0].value.elements[1].bool == true)
        #expect(members[1].value.isNull)
        #expect(slice(document.root.range) == text.dropFirst())
    }

    @Test func `the last of several members with the same name is read`() throws {
        #expect(try JSONDocument(#"{"a":1,"b":2,"\u0061":3}"#).root["a"]?.numberText == "3")
    }

    @Test(
        arguments: [
            ("ServerURL", "serverurl", true), ("Secret", "\u{17F}ecret", true), ("tokens", "to\u{212A}en\u{17F}", true),
            ("é", "É", false), ("a", "aa", false), ("[", "{", false), ("@", "`", false),
        ])
    func `names fold case like Go, and only for folding keys`(wanted: String, name: String, matches: Bool) throws {
        let root = try JSONDocument("{\"\(name)\":1}").root
        #expect((root[.foldingCase(wanted)] != nil) == matches)
        #expect(root[.exactly(wanted)] == nil)
    }

    @Test func `names compare by bytes and not by canonical equivalence`() throws {
        let root = try JSONDocument("{\"e\u{301}\":1}").root
        #expect(root[.exactly("\u{E9}")] == nil)
        #expect(root[.exactly("e\u{301}")] != nil)
    }
}
