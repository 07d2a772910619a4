import TestSupport

/// Generates random valid JSON that uses every form of the grammar, with white space wherever it is allowed.
struct RandomJSON {
    var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func document() -> String { blanks() + value(depth: 0) + blanks() }

    /// Returns an object, as in config files.
    mutating func objectDocument() -> String { blanks() + object(depth: 0) + blanks() }

    private mutating func value(depth: Int) -> String {
        switch Int.random(in: 0..<(depth > 4 ? 5 : 8), using: &generator) {
        case 0: "null"
        case 1: Bool.random(using: &generator) ? "true" : "false"
        case 2: number()
        case 3, 4: string()
        case 5: array(depth: depth)
        default: object(depth: depth)
        }
    }

    private mutating func object(depth: Int) -> String {
        let count = Int.random(in: 0...4, using: &generator)
        let members = (0..<count).map { _ in
            blanks() + string() + blanks() + ":" + blanks() + value(depth: depth + 1) + blanks()
        }
        return "{" + (count == 0 ? blanks() : members.joined(separator: ",")) + "}"
    }

    private mutating func array(depth: Int) -> String {
        let count = Int.random(in: 0...4, using: &generator)
        let elements = (0..<count).map { _ in blanks() + value(depth: depth + 1) + blanks() }
        return "[" + (count == 0 ? blanks() : elements.joined(separator: ",")) + "]"
    }

    private mutating func number() -> String {
        let whole = ["0", "-0", "7", "-12", "12345678901234567890123"].randomElement(using: &generator) ?? "0"
        let fraction = ["", ".5", ".000"].randomElement(using: &generator) ?? ""
        let exponent = ["", "e1", "E+22", "e-003"].randomElement(using: &generator) ?? ""
        return whole + fraction + exponent
    }

    private mutating func string() -> String {
        let pieces = [
            "a", "é", "e\u{301}", "😀", "漢", #"\n"#, #"\""#, #"\\"#, #"\/"#, #"\u00e9"#, #"\uD83D\uDE00"#, #"\u0000"#,
            " ", "<", "\u{7F}", "\u{2028}", ".", "",
        ]
        let count = Int.random(in: 0...5, using: &generator)
        return "\"" + (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined() + "\""
    }

    private mutating func blanks() -> String {
        ["", "", "", " ", "\n", "\t", "\r\n", "\n    "].randomElement(using: &generator) ?? ""
    }
}
