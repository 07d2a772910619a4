import AgeEncryption
import Testing

struct ArmorTests {
    /// A rewriting of sound armor, and whether it is still sound.
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let change: @Sendable (String) -> String

        init(_ testDescription: String, _ change: @escaping @Sendable (String) -> String) {
            self.testDescription = testDescription
            self.change = change
        }
    }

    private static func replacing(_ old: String, _ new: String) -> @Sendable (String) -> String {
        { text in
            let parts = text.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
            return parts.joined(separator: new)
        }
    }

    /// Puts `new` in place of the line with this number, counted from the end where it is negative.
    private static func line(_ number: Int, _ new: @escaping @Sendable (String) -> [String])
        -> @Sendable (String) -> String
    {
        { text in
            var lines = text.split(separator: "\n").map(String.init)
            let position = number < 0 ? lines.count + number : number
            lines.replaceSubrange(position...position, with: new(lines[position]))
            return lines.joined(separator: "\n") + "\n"
        }
    }

    static let sound = [
        Case("as it is") { $0 },
        Case("CRLF") { $0.split(separator: "\n").joined(separator: "\r\n") + "\r\n" },
        Case("no end after the last line") { String($0.dropLast()) },
        Case("white space around") { "\n \t\r\n\n" + $0 + "\n\r   \t\n" },
        Case("1023 blank lines before") { String(repeating: "\n", count: 1023) + $0 },
        Case("1023 blanks after") { $0 + String(repeating: " ", count: 1023) },
    ]

    static let unsound = [
        Case("a blank before the first line") { " " + $0 },
        Case("lower case", replacing("BEGIN", "begin")),
        Case("another label", replacing("BEGIN AGE ENCRYPTED FILE", "BEGIN AGE ENCRYPTED FILES")),
        Case("another end label", replacing("END AGE ENCRYPTED FILE", "END AGE")),
        Case("text before") { "text\n" + $0 },
        Case("text after") { $0 + "text" },
        Case("a second file after") { $0 + $0 },
        Case("too much white space before") { String(repeating: "\n", count: 1025) + $0 },
        Case("too much white space after") { $0 + String(repeating: "\n", count: 1024) },
        Case("a blank after the first line", replacing("FILE-----\n", "FILE----- \n")),
        Case("a blank after the last line") { String($0.dropLast()) + " \n" },
        Case("a PEM header", replacing("FILE-----\n", "FILE-----\nComment: none\n\n")),
        Case("an empty line at the beginning", line(1) { ["", $0] }),
        Case("an empty line in the middle", line(2) { ["", $0] }),
        Case("an empty line at the end", line(-1) { ["", $0] }),
        Case("a blank at the end of a line", line(1) { [$0 + " "] }),
        Case("a blank at the beginning of a line", line(1) { [" " + $0] }),
        Case("a tab in the last line of the body", line(-2) { [$0 + "\t"] }),
        Case("a line too long", line(1) { [$0 + "AAAA"] }),
        Case("a line too short", line(1) { [String($0.dropLast(4))] }),
        Case("a line in two", line(1) { [String($0.prefix(32)), String($0.suffix(32))] }),
        Case("a foreign character", line(1) { ["*" + $0.dropFirst()] }),
        Case("the URL alphabet", line(1) { ["-" + $0.dropFirst()] }),
        Case("a CR within a line", line(1) { [$0.prefix(8) + "\r" + $0.dropFirst(8)] }),
        Case("no padding", line(-2) { [$0.replacing("=", with: "")] }),
        Case("padding in two lines", line(-2) { [String($0.dropLast()), "="] }),
        Case("unused bits set", line(-2) { [$0.replacing("g==", with: "h==")] }),
        Case("an OpenPGP checksum", line(-1) { ["=AAAA", $0] }),
        Case("no last line", line(-1) { _ in [] }),
        Case("the first line only") { String($0.prefix(34)) },
        Case("no line end at all") { $0.replacing("\n", with: "") },
    ]

    /// A file whose last line of armor ends in `g==`: one byte, four unused bits.
    private static func file() throws -> [UInt8] {
        for count in 0..<48 {
            let file = try Samples.file(Samples.bytes(count: count))
            if Samples.armored(file).contains("g==\n") { return file }
        }
        // Whatever the plaintext's length, one of 16 last bytes has the bits that make a `g`.
        for byte in UInt8.min...UInt8.max {
            let file = try Samples.file([byte, 2, 3, 4])
            if Samples.armored(file).contains("g==\n") { return file }
        }
        throw AgeError(.malformedArmor, "no file of this kind was found")
    }

    @Test(arguments: sound)
    func `sound armor is read`(_ test: Case) throws {
        let text = Array(test.change(Samples.armored(try Self.file())).utf8)
        #expect(try Samples.code(opening: text) == nil)
        #expect(AgeFile.form(of: text) == .armored)
    }

    @Test(arguments: unsound)
    func `unsound armor is refused`(_ test: Case) throws {
        let sound = Samples.armored(try Self.file())
        let text = test.change(sound)
        #expect(text != sound)
        let code = try Samples.code(opening: Array(text.utf8))
        #expect(code == .malformedArmor || code == .notAgeFile)
    }

    @Test func `a full last line is read, and an empty one after it refused`() throws {
        let file = try #require(
            try (0..<48).map { try Samples.file(Samples.bytes(count: $0)) }.first { $0.count.isMultiple(of: 48) }
        )
        let text = Samples.armored(file)
        #expect(try Samples.code(opening: Array(text.utf8)) == nil)
        let withEmptyLine = text.replacing("\n-----END", with: "\n\n-----END")
        #expect(try Samples.code(opening: Array(withEmptyLine.utf8)) == .malformedArmor)
    }

    @Test func `armor around nothing, around garbage and around a damaged header is no age file`() throws {
        #expect(try Samples.code(opening: Array(Samples.armored([]).utf8)) == .notAgeFile)
        #expect(try Samples.code(opening: Array(Samples.armored([1, 2, 3]).utf8)) == .notAgeFile)
        let twice = Array(Samples.armored(Array(Samples.armored(try Samples.file()).utf8)).utf8)
        #expect(try Samples.code(opening: twice) == .notAgeFile)
    }

    @Test func `what is encoded behind the payload is an error`() throws {
        let text = Samples.armored(try Samples.file() + [0])
        #expect(try Samples.code(opening: Array(text.utf8)) == .malformedPayload)
    }
}
