/// Bytes in a transcript, with placeholders for the helper's name.
struct TranscriptText: Sendable, Equatable {
    private enum Piece: Sendable, Equatable {
        case bytes([UInt8])
        case repeated([UInt8], count: Int)
        case name
    }

    private var pieces: [Piece] = []

    /// The longest text that `${text*count}` may produce: twice the limit of a helper's input.
    private static let longestRepetition = 16 << 20

    /// Creates an empty text.
    init() {}

    /// Parses the part of a line after the bar.
    ///
    /// - Parameter source: The text, without its line feed.
    /// - Throws: The reason why the text is invalid.
    init(_ source: ArraySlice<UInt8>) throws(TranscriptSyntaxError) {
        var rest = source
        var plain: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "x") {
                plain.append(try Self.takeHexadecimal(from: &rest))
            } else if byte == UInt8(ascii: "$"), rest.first == UInt8(ascii: "{") {
                append(plain)
                plain = []
                pieces.append(try Self.takePlaceholder(from: &rest))
            } else {
                plain.append(byte)
            }
        }
        append(plain)
    }

    mutating func append(_ bytes: [UInt8]) {
        if !bytes.isEmpty { pieces.append(.bytes(bytes)) }
    }

    mutating func append(_ other: TranscriptText) {
        pieces += other.pieces
    }

    /// Returns the bytes for a helper with this name.
    func bytes(name: String) -> [UInt8] {
        var all: [UInt8] = []
        for piece in pieces {
            switch piece {
            case .bytes(let bytes): all += bytes
            case .repeated(let bytes, let count) where bytes.count == 1:
                all += repeatElement(bytes[0], count: count)
            case .repeated(let bytes, let count):
                for _ in 0..<count { all += bytes }
            case .name: all += name.utf8
            }
        }
        return all
    }

    private static func takeHexadecimal(from rest: inout ArraySlice<UInt8>) throws(TranscriptSyntaxError) -> UInt8 {
        let digits = String(decoding: rest.dropFirst().prefix(2), as: UTF8.self)
        guard digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit), let byte = UInt8(digits, radix: 16) else {
            throw TranscriptSyntaxError(#"two hexadecimal digits must follow \x"#)
        }
        rest = rest.dropFirst(3)
        return byte
    }

    private static func takePlaceholder(from rest: inout ArraySlice<UInt8>) throws(TranscriptSyntaxError) -> Piece {
        guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else {
            throw TranscriptSyntaxError("a placeholder is not closed")
        }
        let content = String(decoding: rest[rest.startIndex + 1..<end], as: UTF8.self)
        rest = rest[(end + 1)...]
        if content == "name" { return .name }
        guard let star = content.lastIndex(of: "*"), let count = Int(content[content.index(after: star)...]),
            count >= 0, count <= longestRepetition / max(1, content[..<star].utf8.count)
        else { throw TranscriptSyntaxError("a placeholder is neither ${name} nor ${text*count}") }
        return .repeated(Array(content[..<star].utf8), count: count)
    }
}
