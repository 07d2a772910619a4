/// A method call of the D-Bus protocol, little-endian (D-Bus specification, "Message Format").
struct BusCall {
    /// An argument of a call, of the types that the diagnostics send.
    enum Argument {
        case string(String)
        case number(UInt32)
        case dictionary([(String, String)])

        var signature: String {
            switch self {
            case .string: "s"
            case .number: "u"
            case .dictionary: "a{ss}"
            }
        }
    }

    let destination: String
    let path: String
    let interface: String
    let member: String
    var arguments: [Argument] = []

    static func bus(_ member: String, _ arguments: Argument...) -> BusCall {
        BusCall(
            destination: "org.freedesktop.DBus",
            path: "/org/freedesktop/DBus",
            interface: "org.freedesktop.DBus",
            member: member,
            arguments: arguments
        )
    }

    /// The flag NO_AUTO_START: the bus must not start the called program.
    private static let noAutoStart: UInt8 = 2

    /// Encodes the message.
    func encoded(serial: UInt32) -> [UInt8] {
        var body = BusWriter()
        for argument in arguments { body.append(argument) }
        var fields = BusWriter()
        fields.appendField(1, "o", path)
        fields.appendField(6, "s", destination)
        fields.appendField(2, "s", interface)
        fields.appendField(3, "s", member)
        if !arguments.isEmpty { fields.appendField(8, "g", arguments.map(\.signature).joined()) }

        var message = BusWriter()
        message.bytes += [UInt8(ascii: "l"), 1, Self.noAutoStart, 1]
        message.append(UInt32(body.bytes.count))
        message.append(serial)
        message.append(UInt32(fields.bytes.count))
        message.bytes += fields.bytes
        message.align(8)
        return message.bytes + body.bytes
    }
}

/// Marshals values.
struct BusWriter {
    var bytes: [UInt8] = []

    mutating func align(_ boundary: Int) {
        while !bytes.count.isMultiple(of: boundary) { bytes.append(0) }
    }

    mutating func append(_ value: UInt32) {
        align(4)
        for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func append(_ text: String) {
        append(UInt32(text.utf8.count))
        bytes += Array(text.utf8) + [0]
    }

    mutating func appendSignature(_ text: String) {
        bytes.append(UInt8(text.utf8.count))
        bytes += Array(text.utf8) + [0]
    }

    mutating func append(_ argument: BusCall.Argument) {
        switch argument {
        case .string(let text): append(text)
        case .number(let value): append(value)
        case .dictionary(let pairs):
            append(UInt32(0))
            let length = bytes.count - 4
            align(8)
            let start = bytes.count
            for (key, value) in pairs {
                align(8)
                append(key)
                append(value)
            }
            var count = BusWriter()
            count.append(UInt32(bytes.count - start))
            bytes.replaceSubrange(length..<length + 4, with: count.bytes)
        }
    }

    mutating func appendField(_ code: UInt8, _ signature: String, _ value: String) {
        align(8)
        bytes.append(code)
        appendSignature(signature)
        if signature == "g" { appendSignature(value) } else { append(value) }
    }
}

/// Reads marshalled values; nil for invalid data, because the other side may send anything.
struct BusReader {
    private let bytes: [UInt8]
    private(set) var offset = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func align(_ boundary: Int) { offset = (offset + boundary - 1) / boundary * boundary }

    mutating func byte() -> UInt8? {
        guard offset < bytes.count else { return nil }
        defer { offset += 1 }
        return bytes[offset]
    }

    mutating func number() -> UInt32? {
        align(4)
        guard offset + 4 <= bytes.count else { return nil }
        defer { offset += 4 }
        return (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }
    }

    mutating func longNumber() -> UInt64? {
        align(8)
        guard offset + 8 <= bytes.count else { return nil }
        defer { offset += 8 }
        return (0..<8).reduce(0) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) }
    }

    mutating func string() -> String? {
        guard let length = number().map(Int.init), length <= bytes.count, offset + length < bytes.count else {
            return nil
        }
        defer { offset += length + 1 }
        return String(validating: bytes[offset..<offset + length], as: UTF8.self)
    }

    mutating func signature() -> String? {
        guard let length = byte().map(Int.init), offset + length < bytes.count else { return nil }
        defer { offset += length + 1 }
        return String(validating: bytes[offset..<offset + length], as: UTF8.self)
    }

    /// Reads an array of strings or object paths.
    mutating func strings() -> [String]? {
        guard let length = number().map(Int.init), offset + length <= bytes.count else { return nil }
        let end = offset + length
        var strings: [String] = []
        while offset < end {
            guard let string = string() else { return nil }
            strings.append(string)
        }
        return strings
    }

    /// Reads an array of pairs of strings.
    mutating func dictionary() -> [String: String]? {
        guard let length = number().map(Int.init) else { return nil }
        align(8)
        guard offset + length <= bytes.count else { return nil }
        let end = offset + length
        var pairs: [String: String] = [:]
        while offset < end {
            align(8)
            guard let key = string(), let value = string() else { return nil }
            pairs[key] = value
        }
        return pairs
    }
}
