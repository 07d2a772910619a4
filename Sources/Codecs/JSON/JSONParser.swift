/// A strict parser for RFC 8259, from bytes to a tape of tokens.
///
/// It does not decode values: numbers and strings keep their text.
struct JSONParser {
    /// The default nesting limit.
    ///
    /// Go allows 10,000, but no file that this package reads exceeds ten.
    static let defaultMaximumDepth = 512

    let bytes: [UInt8]
    let maximumDepth: Int
    var position = 0
    private(set) var tokens: [JSONToken] = []

    init(_ bytes: [UInt8], maximumDepth: Int = Self.defaultMaximumDepth) throws(JSONError) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
        guard bytes.count < Int(Int32.max) else { throw JSONError(.tooLarge, at: 0, in: []) }
        guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { throw failure(.byteOrderMark, at: 0) }
        tokens.reserveCapacity(bytes.count / 12)
    }

    /// Parses one value with the white space around it.
    ///
    /// `position` is then after the value.
    mutating func parseFirstValue() throws(JSONError) {
        skipWhitespace()
        guard position < bytes.count else { throw failure(.empty) }
        try parseValue(depth: 0)
    }

    /// Parses a whole text: one value and nothing else.
    mutating func parseDocument() throws(JSONError) {
        try parseFirstValue()
        skipWhitespace()
        guard position == bytes.count else { throw failure(.trailingBytes) }
    }

    private mutating func parseValue(depth: Int) throws(JSONError) {
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        switch bytes[position] {
        case UInt8(ascii: "\""): try parseString()
        case UInt8(ascii: "{"): try parseObject(depth: depth)
        case UInt8(ascii: "["): try parseArray(depth: depth)
        case UInt8(ascii: "t"): try parseWord("true", .true)
        case UInt8(ascii: "f"): try parseWord("false", .false)
        case UInt8(ascii: "n"): try parseWord("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try parseNumber()
        default: throw failure(.unexpectedByte)
        }
    }

    private mutating func parseObject(depth: Int) throws(JSONError) {
        let token = try open(.object, depth: depth)
        if take(UInt8(ascii: "}")) { return close(token) }
        while true {
            guard position < bytes.count else { throw failure(.unexpectedEnd) }
            guard bytes[position] == UInt8(ascii: "\"") else { throw failure(.unexpectedByte) }
            try parseString()
            skipWhitespace()
            try require(UInt8(ascii: ":"))
            try parseValue(depth: depth + 1)
            skipWhitespace()
            if take(UInt8(ascii: "}")) { return close(token) }
            try require(UInt8(ascii: ","))
        }
    }

    private mutating func parseArray(depth: Int) throws(JSONError) {
        let token = try open(.array, depth: depth)
        if take(UInt8(ascii: "]")) { return close(token) }
        while true {
            try parseValue(depth: depth + 1)
            skipWhitespace()
            if take(UInt8(ascii: "]")) { return close(token) }
            try require(UInt8(ascii: ","))
        }
    }

    /// Appends a token for a container, whose end is set when the container is closed.
    ///
    /// Skips the white space after the bracket.
    private mutating func open(_ kind: JSONToken.Kind, depth: Int) throws(JSONError) -> Int {
        guard depth < maximumDepth else { throw failure(.nestedTooDeeply) }
        let start = position
        position += 1
        appendToken(kind, from: start)
        skipWhitespace()
        return tokens.count - 1
    }

    private mutating func close(_ token: Int) {
        tokens[token].end = UInt32(position)
        tokens[token].next = UInt32(tokens.count)
    }

    private mutating func parseWord(_ word: String, _ kind: JSONToken.Kind) throws(JSONError) {
        let start = position
        for byte in word.utf8 {
            guard position < bytes.count else { throw failure(.unexpectedEnd) }
            guard take(byte) else { throw failure(.unexpectedByte) }
        }
        appendToken(kind, from: start)
    }

    /// Appends a token for the bytes from `start` to the current position.
    mutating func appendToken(_ kind: JSONToken.Kind, from start: Int) {
        let next = UInt32(tokens.count + 1)
        tokens.append(JSONToken(kind: kind, start: UInt32(start), end: UInt32(position), next: next))
    }

    /// Consumes a required byte and the white space after it.
    private mutating func require(_ byte: UInt8) throws(JSONError) {
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        guard take(byte) else { throw failure(.unexpectedByte) }
        skipWhitespace()
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipWhitespace() {
        while position < bytes.count, JSONParser.isWhitespace(bytes[position]) {
            position += 1
        }
    }

    /// Whether the byte is one of the four white space characters of RFC 8259, section 2.
    static func isWhitespace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t")
            || byte == UInt8(ascii: "\r")
    }

    func failure(_ reason: JSONError.Reason, at offset: Int? = nil) -> JSONError {
        JSONError(reason, at: offset ?? position, in: bytes)
    }
}
