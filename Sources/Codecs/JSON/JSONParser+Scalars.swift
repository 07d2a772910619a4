/// Strings and numbers: RFC 8259, sections 6 and 7.
extension JSONParser {
    /// Parses a string, and validates its escapes and its UTF-8.
    ///
    /// The grammar allows an unpaired surrogate escape. It fails only when the value is read as text.
    mutating func parseString() throws(JSONError) {
        let start = position
        var hasEscapes = false
        position += 1
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return appendToken(hasEscapes ? .escapedString : .string, from: start)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                try skipEscape()
            case 0..<0x20:
                throw failure(.controlCharacter)
            case 0x20..<0x80:
                position += 1
            default:
                guard let length = UTF8Sequence.length(in: bytes, at: position) else {
                    throw failure(.malformedUTF8)
                }
                position += length
            }
        }
        throw failure(.unexpectedEnd)
    }

    private mutating func skipEscape() throws(JSONError) {
        guard position + 1 < bytes.count else { throw failure(.unexpectedEnd, at: bytes.count) }
        switch bytes[position + 1] {
        case UInt8(ascii: "u"):
            for digit in position + 2..<position + 6 {
                guard digit < bytes.count else { throw failure(.unexpectedEnd, at: bytes.count) }
                guard Hexadecimal.value(of: bytes[digit]) != nil else { throw failure(.malformedEscape) }
            }
            position += 6
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 2
        default:
            throw failure(.malformedEscape)
        }
    }

    mutating func parseNumber() throws(JSONError) {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) {
            try requireDigits()
        } else if position < bytes.count, isDigit(bytes[position]) {
            throw failure(.malformedNumber)
        }
        if take(UInt8(ascii: ".")) {
            try requireDigits()
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try requireDigits()
        }
        appendToken(.number, from: start)
    }

    private mutating func requireDigits() throws(JSONError) {
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        guard isDigit(bytes[position]) else { throw failure(.malformedNumber) }
        while position < bytes.count, isDigit(bytes[position]) {
            position += 1
        }
    }

    private func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}

/// A validator for UTF-8, following table 3-7 of the Unicode Standard.
///
/// It rejects overlong forms, surrogates and code points above U+10FFFF.
package enum UTF8Sequence {
    /// Returns the number of bytes of the character at a position, or nil if they are not valid UTF-8.
    package static func length(in bytes: [UInt8], at position: Int) -> Int? {
        let second: ClosedRange<UInt8>
        let length: Int
        switch bytes[position] {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: (second, length) = (0x80...0xBF, 2)
        case 0xE0: (second, length) = (0xA0...0xBF, 3)
        case 0xE1...0xEC, 0xEE...0xEF: (second, length) = (0x80...0xBF, 3)
        case 0xED: (second, length) = (0x80...0x9F, 3)
        case 0xF0: (second, length) = (0x90...0xBF, 4)
        case 0xF1...0xF3: (second, length) = (0x80...0xBF, 4)
        case 0xF4: (second, length) = (0x80...0x8F, 4)
        default: return nil
        }
        guard position + length <= bytes.count, second ~= bytes[position + 1] else { return nil }
        for offset in stride(from: 2, to: length, by: 1) where bytes[position + offset] & 0xC0 != 0x80 {
            return nil
        }
        return length
    }
}
