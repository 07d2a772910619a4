/// Encoding and decoding of escapes in JSON strings.
enum JSONEscapes {
    /// Decodes validated string content to UTF-8, or returns nil for an unpaired surrogate.
    static func decode(_ content: ArraySlice<UInt8>) -> [UInt8]? {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(content.count)
        var rest = content
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                decoded.append(byte)
                continue
            }
            guard let letter = rest.popFirst() else { return nil }
            switch letter {
            case UInt8(ascii: "b"): decoded.append(0x08)
            case UInt8(ascii: "f"): decoded.append(0x0C)
            case UInt8(ascii: "n"): decoded.append(UInt8(ascii: "\n"))
            case UInt8(ascii: "r"): decoded.append(UInt8(ascii: "\r"))
            case UInt8(ascii: "t"): decoded.append(UInt8(ascii: "\t"))
            case UInt8(ascii: "u"):
                guard let scalar = takeScalar(from: &rest) else { return nil }
                decoded.append(contentsOf: String(scalar).utf8)
            default: decoded.append(letter)
            }
        }
        return decoded
    }

    /// Removes and returns the scalar of a `\u` escape or a surrogate pair.
    private static func takeScalar(from rest: inout ArraySlice<UInt8>) -> Unicode.Scalar? {
        guard let first = takeCodeUnit(from: &rest) else { return nil }
        guard 0xD800..<0xDC00 ~= first else { return Unicode.Scalar(first) }
        guard rest.popFirst() == UInt8(ascii: "\\"), rest.popFirst() == UInt8(ascii: "u"),
            let second = takeCodeUnit(from: &rest), 0xDC00..<0xE000 ~= second
        else { return nil }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private static func takeCodeUnit(from rest: inout ArraySlice<UInt8>) -> UInt32? {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = rest.popFirst().flatMap(Hexadecimal.value) else { return nil }
            value = value << 4 | digit
        }
        return value
    }

    /// Appends a quoted string, escaped like Go's encoder, so that the output equals Docker's byte for byte.
    ///
    /// This includes `<`, `>`, `&`, U+2028 and U+2029.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - needsEscape: Whether to escape another character. If nil, none are escaped.
    ///   - bytes: The output to append to.
    static func appendQuoted(
        _ text: String,
        escaping needsEscape: ((Unicode.Scalar) -> Bool)? = nil,
        to bytes: inout [UInt8]
    ) {
        bytes.append(UInt8(ascii: "\""))
        if let needsEscape {
            for scalar in text.unicodeScalars {
                if scalar.value >= 0x7F, needsEscape(scalar) {
                    String(scalar).utf16.forEach { appendEscape(UInt32($0), to: &bytes) }
                } else {
                    appendContent(Substring(String(scalar)).utf8, to: &bytes)
                }
            }
        } else {
            appendContent(Substring(text).utf8, to: &bytes)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func appendContent(_ text: Substring.UTF8View, to bytes: inout [UInt8]) {
        var rest = text
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): bytes.append(contentsOf: #"\""#.utf8)
            case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
            case 0x08: bytes.append(contentsOf: #"\b"#.utf8)
            case 0x0C: bytes.append(contentsOf: #"\f"#.utf8)
            case UInt8(ascii: "\n"): bytes.append(contentsOf: #"\n"#.utf8)
            case UInt8(ascii: "\r"): bytes.append(contentsOf: #"\r"#.utf8)
            case UInt8(ascii: "\t"): bytes.append(contentsOf: #"\t"#.utf8)
            case 0x00..<0x20, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"):
                appendEscape(UInt32(byte), to: &bytes)
            case 0xE2 where rest.starts(with: [0x80, 0xA8]), 0xE2 where rest.starts(with: [0x80, 0xA9]):
                // U+2028 and U+2029 are E2 80 A8 and E2 80 A9.
                rest.removeFirst()
                appendEscape(rest.removeFirst() == 0xA8 ? 0x2028 : 0x2029, to: &bytes)
            default: bytes.append(byte)
            }
        }
    }

    private static func appendEscape(_ codeUnit: UInt32, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: #"\u"#.utf8)
        for shift: UInt32 in [12, 8, 4, 0] {
            bytes.append(Hexadecimal.digit(for: codeUnit >> shift))
        }
    }
}
