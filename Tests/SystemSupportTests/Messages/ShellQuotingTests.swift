import SystemPackage
import SystemSupport
import TestSupport
import Testing

@Suite struct ShellQuotingTests {
    static let texts = [
        "", "word", "two words", "it's", "''", "$HOME `id` \"x\" \\", "-n", "'\u{301}", "new\nline", "\u{1B}[0m'\\",
        "\u{202E}", "münchen",
    ]

    @Test(arguments: texts)
    func `a shell reads a quoted text as that text`(text: String) throws {
        let outcome = try Shell.outcome(of: "printf %s \(text.shellQuoted)")
        #expect(outcome.output == Array(text.utf8))
        #expect(!text.shellQuoted.needsEscapingForDisplay)
    }

    @Test(arguments: [[UInt8]("/a b".utf8), [0x2F, 0xFF, 0x27], [0x2F, 0xC3, 0xA9, 0x80]])
    func `a shell reads a quoted path byte for byte`(bytes: [UInt8]) throws {
        let path = try #require(FilePath(bytes: bytes))
        #expect(try Shell.outcome(of: "printf %s \(path.shellQuoted)").output == bytes)
    }
}
