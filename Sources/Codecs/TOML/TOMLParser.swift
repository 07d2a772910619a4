/// A parser for the ABNF of TOML 1.0 (toml.io/en/v1.0.0).
struct TOMLParser {
    var input: TOMLInput
    private var members: [TOMLDocument.Member] = []
    /// The top-level keys that only dotted keys or headers have created, which may be extended.
    private var openTables: [String] = []

    /// The nesting limit, so that deep values cannot exhaust the stack.
    private static let maximumDepth = 128

    init(_ bytes: [UInt8]) {
        input = TOMLInput(bytes)
    }

    mutating func document() throws(TOMLError) -> [TOMLDocument.Member] {
        try input.checkText()
        var isTopLevel = true
        while true {
            input.skipBlanks()
            if input.isAtEnd { return members }
            switch input.next {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"): try input.lineEnd()
            case UInt8(ascii: "#"): try input.lineEnd()
            case UInt8(ascii: "["):
                try header()
                isTopLevel = false
                try input.lineEnd()
            default:
                let path = try key()
                try input.expect(UInt8(ascii: "="), "expected '=' after a key")
                input.skipBlanks()
                let start = input.position
                let value = try value(depth: 0)
                if isTopLevel { try add(path, value, start..<input.position) }
                try input.lineEnd()
            }
        }
    }

    /// Parses `[a.b]` or `[[a.b]]`.
    private mutating func header() throws(TOMLError) {
        input.skip()
        let isArray = input.take(UInt8(ascii: "["))
        let path = try key()
        try input.expect(UInt8(ascii: "]"), "expected ']' at the end of a header")
        if isArray { try input.expect(UInt8(ascii: "]"), "expected ']]' at the end of a header") }
        try declareTable(path[0])
    }

    /// Adds a member of the top level.
    private mutating func add(
        _ path: [String],
        _ value: TOMLDocument.Value,
        _ range: Range<Int>
    ) throws(TOMLError) {
        if path.count > 1 { return try declareTable(path[0]) }
        guard !members.contains(where: { $0.key.utf8.elementsEqual(path[0].utf8) }) else {
            throw input.error("a key is set twice")
        }
        members.append(TOMLDocument.Member(key: path[0], value: value, range: range))
    }

    private mutating func declareTable(_ name: String) throws(TOMLError) {
        if openTables.contains(where: { $0.utf8.elementsEqual(name.utf8) }) { return }
        guard !members.contains(where: { $0.key.utf8.elementsEqual(name.utf8) }) else {
            throw input.error("a key is set twice")
        }
        openTables.append(name)
        members.append(TOMLDocument.Member(key: name, value: .table, range: input.position..<input.position))
    }

    /// Parses a key of one or more parts.
    private mutating func key() throws(TOMLError) -> [String] {
        var parts: [String] = []
        repeat {
            input.skipBlanks()
            switch input.next {
            case UInt8(ascii: "\""): parts.append(try input.basicString(mayBeMultiline: false))
            case UInt8(ascii: "'"): parts.append(try input.literalString(mayBeMultiline: false))
            default:
                let bare = input.take(while: Self.isBareKeyByte)
                guard !bare.isEmpty else { throw input.error("a key is missing or has an invalid character") }
                parts.append(String(decoding: bare, as: UTF8.self))
            }
            input.skipBlanks()
        } while input.take(UInt8(ascii: "."))
        return parts
    }

    private mutating func value(depth: Int) throws(TOMLError) -> TOMLDocument.Value {
        guard depth < Self.maximumDepth else { throw input.error("values are nested too deeply") }
        switch input.next {
        case UInt8(ascii: "\""): return .string(try input.basicString(mayBeMultiline: true))
        case UInt8(ascii: "'"): return .string(try input.literalString(mayBeMultiline: true))
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "{"):
            try inlineTable(depth: depth)
            return .table
        default: return .scalar(try scalar())
        }
    }

    private mutating func array(depth: Int) throws(TOMLError) -> [TOMLDocument.Value] {
        input.skip()
        var elements: [TOMLDocument.Value] = []
        while true {
            try input.skipLines()
            if input.take(UInt8(ascii: "]")) { return elements }
            elements.append(try value(depth: depth + 1))
            try input.skipLines()
            if input.take(UInt8(ascii: ",")) { continue }
            try input.expect(UInt8(ascii: "]"), "expected ',' or ']' in an array")
            return elements
        }
    }

    /// Parses an inline table, which has no line ends and no comma after its last member.
    private mutating func inlineTable(depth: Int) throws(TOMLError) {
        input.skip()
        input.skipBlanks()
        if input.take(UInt8(ascii: "}")) { return }
        repeat {
            _ = try key()
            try input.expect(UInt8(ascii: "="), "expected '=' after a key")
            input.skipBlanks()
            _ = try value(depth: depth + 1)
            input.skipBlanks()
        } while input.take(UInt8(ascii: ","))
        try input.expect(UInt8(ascii: "}"), "expected '}' at the end of a table")
    }

    /// Parses a number, a boolean or a date by its characters.
    private mutating func scalar() throws(TOMLError) -> String {
        var text = input.take(while: Self.isScalarByte)
        // A space may separate a date and a time.
        if text.count == 10, text[text.startIndex + 4] == UInt8(ascii: "-"), let time = input.takeTime() {
            text = time
        }
        guard let first = text.first, Self.isScalarStart(first) else { throw input.error("a value is missing") }
        return String(decoding: text, as: UTF8.self)
    }

    private static func isBareKeyByte(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    private static func isScalarByte(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || "+-._:".utf8.contains(byte)
    }

    /// Whether a number, `true`, `false`, `inf`, `nan` or a date can begin with a byte.
    private static func isScalarStart(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "+-tfin".utf8.contains(byte)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
    }
}
