/// The bytes of a TOML document, with a position.
struct TOMLInput {
    private let bytes: [UInt8]
    private(set) var position: Int

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // A byte order mark is not part of the document.
        position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    var isAtEnd: Bool { position >= bytes.count }

    /// The next byte; nil at the end.
    var next: UInt8? { isAtEnd ? nil : bytes[position] }

    func error(_ reason: String) -> TOMLError {
        TOMLError(line: 1 + bytes[..<min(position, bytes.count)].count { $0 == UInt8(ascii: "\n") }, reason: reason)
    }

    /// Throws if the document is not UTF-8, or contains control characters that are never allowed.
    func checkText() throws(TOMLError) {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw TOMLError(line: 1, reason: "the text is not UTF-8")
        }
        var line = 1
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "\n") { line += 1 }
            let isLineEnd =
                byte == UInt8(ascii: "\n")
                || byte == UInt8(ascii: "\r") && index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\n")
            guard byte >= 0x20 && byte != 0x7F || byte == UInt8(ascii: "\t") || isLineEnd else {
                throw TOMLError(line: line, reason: "the text contains a control character")
            }
        }
    }

    mutating func skip() { position += 1 }

    mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    mutating func take(while condition: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let taken = bytes[position...].prefix(while: condition)
        position = taken.endIndex
        return taken
    }

    /// Consumes a space and a time after a date, and returns the date and the time.
    mutating func takeTime() -> ArraySlice<UInt8>? {
        let start = position - 10
        let rest = bytes[position...]
        guard rest.count > 3, rest.first == UInt8(ascii: " "),
            rest.dropFirst().prefix(2).allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
            rest[rest.startIndex + 3] == UInt8(ascii: ":")
        else { return nil }
        position += 1
        _ = take { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || ":.+-Zz".utf8.contains($0) }
        return bytes[start..<position]
    }

    mutating func expect(_ byte: UInt8, _ rule: String) throws(TOMLError) {
        guard take(byte) else { throw error(rule) }
    }

    /// Skips spaces and tabs.
    mutating func skipBlanks() {
        while next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") { position += 1 }
    }

    /// Skips white space, comments and line ends, as between the elements of an array.
    mutating func skipLines() throws(TOMLError) {
        while true {
            skipBlanks()
            switch next {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "#"): try lineEnd()
            default: return
            }
        }
    }

    /// Skips a comment and the end of the line or of the document.
    mutating func lineEnd() throws(TOMLError) {
        skipBlanks()
        if next == UInt8(ascii: "#") { _ = take { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") } }
        if isAtEnd { return }
        _ = take(UInt8(ascii: "\r"))
        try expect(UInt8(ascii: "\n"), "unexpected text after a value or a header")
    }

    private mutating func takeThree(_ quote: UInt8) -> Bool {
        guard bytes[position...].starts(with: [quote, quote, quote]) else { return false }
        position += 3
        return true
    }

    /// Skips the line end directly after the opening quotation marks of a multi-line string.
    private mutating func skipFirstLineEnd() {
        if bytes[position...].starts(with: [UInt8(ascii: "\r"), UInt8(ascii: "\n")]) { position += 1 }
        _ = take(UInt8(ascii: "\n"))
    }

    mutating func literalString(mayBeMultiline: Bool) throws(TOMLError) -> String {
        try string(UInt8(ascii: "'"), hasEscapes: false, mayBeMultiline: mayBeMultiline)
    }

    mutating func basicString(mayBeMultiline: Bool) throws(TOMLError) -> String {
        try string(UInt8(ascii: "\""), hasEscapes: true, mayBeMultiline: mayBeMultiline)
    }

    private mutating func string(
        _ quote: UInt8,
        hasEscapes: Bool,
        mayBeMultiline: Bool
    ) throws(TOMLError) -> String {
        let start = self
        let isMultiline = mayBeMultiline && takeThree(quote)
        if isMultiline { skipFirstLineEnd() } else { position += 1 }
        var text: [UInt8] = []
        while let byte = next {
            if byte == quote {
                guard isMultiline else {
                    position += 1
                    return String(decoding: text, as: UTF8.self)
                }
                // Up to two quotation marks may be part of the text, even directly before the three that end it.
                let quotes = take { $0 == quote }.count
                guard quotes < 6 else { throw error("too many quotation marks at the end of a string") }
                text += [UInt8](repeating: quote, count: quotes < 3 ? quotes : quotes - 3)
                if quotes >= 3 { return String(decoding: text, as: UTF8.self) }
                continue
            }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r"), !isMultiline { break }
            position += 1
            if byte == UInt8(ascii: "\\"), hasEscapes {
                try appendEscape(to: &text, isMultiline: isMultiline)
            } else {
                text.append(byte)
            }
        }
        throw start.error("a string is not closed")
    }

    private mutating func appendEscape(to text: inout [UInt8], isMultiline: Bool) throws(TOMLError) {
        guard let byte = next else { return }
        position += 1
        switch byte {
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(byte)
        case UInt8(ascii: "u"): try appendScalar(digits: 4, to: &text)
        case UInt8(ascii: "U"): try appendScalar(digits: 8, to: &text)
        case _ where isMultiline && " \t\r\n".utf8.contains(byte):
            // A backslash at the end of a line joins it with the next nonblank line.
            position -= 1
            skipBlanks()
            guard next == UInt8(ascii: "\n") || next == UInt8(ascii: "\r") else {
                throw error("unknown escape sequence")
            }
            _ = take { " \t\r\n".utf8.contains($0) }
        default: throw error("unknown escape sequence")
        }
    }

    private mutating func appendScalar(digits: Int, to text: inout [UInt8]) throws(TOMLError) {
        let hexadecimal = bytes[position...].prefix(digits)
        let isHexadecimal = hexadecimal.allSatisfy {
            UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0 | 0x20
        }
        guard hexadecimal.count == digits, isHexadecimal,
            let value = UInt32(String(decoding: hexadecimal, as: UTF8.self), radix: 16),
            let scalar = Unicode.Scalar(value)
        else { throw error("an escape sequence is not a Unicode character") }
        position += digits
        text += Array(String(scalar).utf8)
    }
}
