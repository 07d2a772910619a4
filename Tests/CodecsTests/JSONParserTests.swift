import Codecs
import TestSupport
import Testing

@Suite struct JSONParserTests {
    @Test(
        arguments: [
            "null", "true", "false", "0", "-0", "1", "-1", "10", "1.5", "-0.0", "1e1", "1E1", "1e+1", "1e-1", "0e0",
            "123456789012345678901234567890", "1.7976931348623157e999999", #""""#, #""a""#, #""\"\\\/\b\f\n\r\t""#,
            #""\u0041\u00e9\uABCD""#, #""\uD83D\uDE00""#, #""\uD800""#, #""\uDC00\uD800""#, "\"\u{7F}\"",
            "\"\u{2028}\u{2029}\u{FEFF}\"", "\"\u{10FFFF}\u{E000}\u{80}\u{7FF}\u{800}\"", "[]", "[ ]", "[1]",
            "[1,2,[3,[4]],{}]", "{}", "{ }", #"{"a":1}"#, #"{"a":1,"a":2}"#, #"{"":{"":[]}}"#, " \t\r\n[\n]\r ",
            #"[null,true,false,"x",-1.5e+3]"#, #"{"a" : 1 , "b":[ ] }"#,
        ])
    func `everything that the grammar allows is accepted`(text: String) throws {
        #expect(try JSONDocument(text).bytes.text == text)
    }

    @Test(
        arguments: [
            ("", "no value"), ("   ", "no value"), ("nul", "ends"), ("nulL", "character"), ("True", "character"),
            ("+1", "character"), ("-", "ends"), ("-a", "number"), ("01", "number"), ("-01", "number"), ("1.", "ends"),
            (".5", "character"), ("1.e1", "number"), ("1e", "ends"), ("1e+", "ends"), ("1ex", "number"),
            ("0x10", "after the value"), ("NaN", "character"), ("Infinity", "character"), ("1 2", "after the value"),
            ("\"", "ends"), ("\"a", "ends"), ("'a'", "character"), ("\"\\", "ends"), ("\"\\x41\"", "escape"),
            ("\"\\u12\"", "escape"), ("\"\\u12G4\"", "escape"), ("\"\\u123", "ends"), ("\"\\U0041\"", "escape"),
            ("\"\n\"", "control"), ("\"\t\"", "control"), ("\"\u{00}\"", "control"), ("\"\u{1F}\"", "control"),
            ("[", "ends"), ("[1", "ends"), ("[1,", "ends"), ("[1,]", "character"), ("[,1]", "character"),
            ("[1 2]", "character"), ("]", "character"), ("[1]]", "after the value"), ("[1}", "character"),
            ("{", "ends"),
            ("{\"a\"", "ends"), ("{\"a\":", "ends"), ("{\"a\":1", "ends"), ("{\"a\":1,", "ends"),
            ("{\"a\":1,}", "character"), ("{a:1}", "character"), ("{1:1}", "character"), ("{\"a\" 1}", "character"),
            ("{\"a\":1 \"b\":2}", "character"), ("{,}", "character"), ("{\"a\"::1}", "character"),
            ("//c\n1", "character"), ("1 /* c */", "after the value"), ("\u{FEFF}{}", "byte order mark"),
            ("\u{0B}1", "character"), ("\u{A0}1", "character"), ("{}{}", "after the value"), ("\u{0C}1", "character"),
        ])
    func `everything that the grammar forbids is rejected`(text: String, reason: String) {
        let error = #expect(throws: JSONError.self) { try JSONDocument(text) }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "accepted")")
    }

    @Test(
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xE2, 0x82], [0xC3], [0xE2, 0x28, 0xA1],
        ] as [[UInt8]]
    )
    func `bytes that are not UTF-8 are rejected in strings`(bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: [quote] + bytes + [quote]) }
        #expect(error?.reason == .malformedUTF8)
        #expect(error?.offset == 1)
    }

    @Test func `an error names the offset and the line but quotes nothing`() {
        let error = #expect(throws: JSONError.self) {
            try JSONDocument("{\n  \"auths\": {\n    \"secret\": hunter2\n  }\n}")
        }
        #expect(error?.description == "an unexpected character, at byte 29 (line 3)")
    }

    @Test func `nesting is accepted up to the limit and rejected beyond it`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSONDocument(nested(JSONDocument.defaultMaximumDepth))
        let error = #expect(throws: JSONError.self) { try JSONDocument(nested(JSONDocument.defaultMaximumDepth + 1)) }
        #expect(error?.reason == .nestedTooDeeply)
        #expect(throws: JSONError.self) { try JSONDocument(String(repeating: "{\"a\":[", count: 200_000)) }
    }

    @Test func `the first value is read and the rest is ignored`() throws {
        let document = try JSONDocument(parsingFirstValueOf: Array(#" {"a":"b"} garbage {"#.utf8))
        #expect(document.root["a"]?.string == "b")
        #expect(throws: JSONError.self) { try JSONDocument(parsingFirstValueOf: Array("{\"a\":".utf8)) }
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `every valid document is parsed and reproduced byte for byte`(seed: UInt64) throws {
        var random = RandomJSON(seed: seed)
        let text = random.document()
        #expect(try JSONDocument(text).bytes.text == text, "seed \(seed)")
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `damaged documents never crash the parser`(seed: UInt64) {
        var random = RandomJSON(seed: seed)
        let bytes = Array(random.document().utf8)
        for _ in 0..<200 {
            var damaged = bytes
            for _ in 0...Int.random(in: 0..<3, using: &random.generator) where !damaged.isEmpty {
                let position = Int.random(in: damaged.indices, using: &random.generator)
                switch Int.random(in: 0..<3, using: &random.generator) {
                case 0: damaged.remove(at: position)
                case 1: damaged[position] = UInt8.random(in: 0...255, using: &random.generator)
                default: damaged.insert(UInt8.random(in: 0...255, using: &random.generator), at: position)
                }
            }
            guard let document = try? JSONDocument(parsing: damaged) else { continue }
            #expect(document.bytes == damaged)
            walk(document.root)
        }
    }

    private func walk(_ value: JSONValue) {
        _ = value.string
        value.elements.forEach(walk)
        value.members.forEach { walk($0.value) }
    }
}
