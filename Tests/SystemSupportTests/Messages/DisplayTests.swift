import SystemPackage
import SystemSupport
import Testing

@Suite struct DisplayTests {
    @Test(arguments: [
        ("plain text, with 'quotes' and \\", "plain text, with 'quotes' and \\"),
        ("münchen 東京 é e\u{301} ½", "münchen 東京 é e\u{301} ½"),
        ("two\nlines\r\n", #"two\u{A}lines\u{D}\u{A}"#), ("tab\t", #"tab\u{9}"#),
        ("\u{0}\u{1F}\u{7F}", #"\u{0}\u{1F}\u{7F}"#),
        ("\u{1B}[31mred\u{9B}0m", #"\u{1B}[31mred\u{9B}0m"#), ("\u{80}\u{85}\u{9F}", #"\u{80}\u{85}\u{9F}"#),
        ("\u{2028}\u{2029}", #"\u{2028}\u{2029}"#), ("\u{FEFF}bom", #"\u{FEFF}bom"#),
        ("\u{200B}\u{200C}\u{200D}\u{200E}\u{200F}", #"\u{200B}\u{200C}\u{200D}\u{200E}\u{200F}"#),
        ("user\u{202E}gpj.exe", #"user\u{202E}gpj.exe"#),
        ("\u{202A}\u{202B}\u{202C}\u{202D}", #"\u{202A}\u{202B}\u{202C}\u{202D}"#),
        ("\u{2066}\u{2067}\u{2068}\u{2069}", #"\u{2066}\u{2067}\u{2068}\u{2069}"#), ("\u{61C}", #"\u{61C}"#),
        ("\u{E0001}\u{E0041}\u{E007F}\u{E0100}", #"\u{E0001}\u{E0041}\u{E007F}\u{E0100}"#),
        ("\u{AD}\u{34F}\u{3164}\u{FFFE}\u{E000}", #"\u{AD}\u{34F}\u{3164}\u{FFFE}\u{E000}"#),
    ])
    func `characters that a terminal does not show are escaped, and others are kept`(text: String, shown: String) {
        #expect(text.escapedForDisplay.utf8.elementsEqual(shown.utf8))
        #expect(text.escapedForProtocol.needsEscapingForDisplay == false)
        #expect(text.needsEscapingForDisplay == !text.utf8.elementsEqual(shown.utf8))
        #expect(!shown.needsEscapingForDisplay)
    }

    @Test func `every escape contains the code point, and the result is one line`() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let shown = String(scalar).escapedForDisplay
            let isKept = shown.unicodeScalars.elementsEqual([scalar])
            #expect(isKept || shown == "\\u{\(String(value, radix: 16, uppercase: true))}")
            let isDangerous =
                switch value {
                case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF,
                    0xE0000...0xE0FFF:
                    true
                default: false
                }
            #expect(!isDangerous || !isKept, "\(String(value, radix: 16))")
        }
    }

    @Test(arguments: [
        ([UInt8]("a b".utf8), "a b"), ([0x61, 0xFF, 0x62], #"a\xFFb"#), ([0xC3, 0xA9, 0xC3], #"é\xC3"#),
        ([0x80, 0x0A], #"\x80\u{A}"#), ([0xED, 0xA0, 0x80], #"\xED\xA0\x80"#), ([0xF0, 0x9F, 0x90, 0xB3], "🐳"),
    ])
    func `invalid bytes of a path are shown as hexadecimal escapes`(bytes: [UInt8], shown: String) throws {
        let path = try #require(FilePath(bytes: bytes))
        #expect(path.bytes == bytes)
        #expect(path.escapedForDisplay == shown)
    }

    @Test func `bytes with a NUL are not a path`() {
        #expect(FilePath(bytes: [0x61, 0, 0x62]) == nil)
    }
}
