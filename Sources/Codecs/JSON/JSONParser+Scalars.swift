/// Strings and numbers: RFC 8259, sections 6 and 7.
extension JSONParser {
    /// Reads a string, checking its escapes and that it is UTF-8.
    ///
    /// A lone surrogate escape is within the grammar and passes; reading such a value as text fails instead.
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
