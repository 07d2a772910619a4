/// The grammar of RFC 8259, no more and no less, from bytes to a tape of tokens.
///
/// No value is decoded here: numbers stay text, strings stay as they are written.
struct JSONParser {
    /// Go's limit is 10,000, which its own stack can carry; no file that this package reads goes beyond ten.
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

    /// Reads one value with white space around it; `position` is then behind that value.
    mutating func parseFirstValue() throws(JSONError) {
        skipWhitespace()
        guard position < bytes.count else { throw failure(.empty) }
        try parseValue(depth: 0)
    }

    /// Reads a whole text: one value and nothing else.
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

    /// Starts a container's token; it gets its end when the container is closed.
    ///
    /// White space behind it is skipped.
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

    /// Puts a token for the bytes from `start` to here on the tape.
    mutating func appendToken(_ kind: JSONToken.Kind, from start: Int) {
        let next = UInt32(tokens.count + 1)
        tokens.append(JSONToken(kind: kind, start: UInt32(start), end: UInt32(position), next: next))
    }

    /// Takes `byte`, and the white space behind it.
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

    /// The four characters of RFC 8259, section 2.
    static func isWhitespace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t")
            || byte == UInt8(ascii: "\r")
    }

    func failure(_ reason: JSONError.Reason, at offset: Int? = nil) -> JSONError {
        JSONError(reason, at: offset ?? position, in: bytes)
    }
}
