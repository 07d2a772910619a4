import Codecs

/// The textual form of an age file: strict PEM (age specification, "ASCII armor"; RFC 7468, section 3, figure 3).
enum AgeArmor {
    private static let firstLine = Array("-----BEGIN AGE ENCRYPTED FILE-----".utf8)
    private static let lastLine = Array("-----END AGE ENCRYPTED FILE-----".utf8)
    private static let lineByteCount = 48
    private static let columns = 64
    /// The most white space before and after the armor, as in the reference implementation.
    private static let maximumWhitespace = 1024
    private static func isWhitespace(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }

    /// Returns whether `file` is armor, by its first line.
    static func begins(_ file: [UInt8]) -> Bool {
        file.prefix(maximumWhitespace + firstLine.count).drop(while: isWhitespace).starts(with: firstLine)
    }

    /// Decodes an armored file.
    ///
    /// - Parameter file: Armor. Lines end with LF or CRLF; blank lines may come before and white space after.
    /// - Returns: The binary form.
    /// - Throws: ``AgeError/Code/malformedArmor`` for any text except the only one that an encoder writes for the
    ///   bytes.
    static func decode(_ file: [UInt8]) throws(AgeError) -> [UInt8] {
        var rest = file[...]
        var line = nextLine(&rest)
        while let blank = line, blank.allSatisfy(isWhitespace) {
            guard rest.startIndex <= maximumWhitespace else { throw malformed("too much white space before it") }
            line = nextLine(&rest)
        }
        guard let line, line.elementsEqual(firstLine) else { throw malformed("the first line is wrong") }
        let bytes = try decodeBody(&rest)
        guard rest.allSatisfy(isWhitespace) else { throw malformed("unexpected text after its last line") }
        guard rest.count < maximumWhitespace else { throw malformed("too much white space after it") }
        return bytes
    }

    /// Decodes the body, and removes it and the last line from `rest`.
    private static func decodeBody(_ rest: inout ArraySlice<UInt8>) throws(AgeError) -> [UInt8] {
        let base64 = Base64()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(rest.count / 4 * 3)
        var isLast = false
        while let line = nextLine(&rest) {
            if line.elementsEqual(lastLine) { return bytes }
            guard !isLast else { throw malformed("a line that is not full is not the last one") }
            guard !line.isEmpty else { throw malformed("a line is empty") }
            guard line.count <= columns else { throw malformed("a line has more than 64 columns") }
            guard let decoded = base64.decode(line, canonical: true) else {
                throw malformed("a line is not canonical base64")
            }
            bytes.append(contentsOf: decoded)
            isLast = decoded.count < lineByteCount
        }
        throw malformed("the last line is missing")
    }

    /// Removes and returns the next line without its end; nil at the end.
    private static func nextLine(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard !rest.isEmpty else { return nil }
        let end = rest.firstIndex(of: UInt8(ascii: "\n"))
        let line = rest[..<(end ?? rest.endIndex)]
        rest = end.map { rest[($0 + 1)...] } ?? []
        return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    }

    private static func malformed(_ reason: String) -> AgeError {
        AgeError(.malformedArmor, "the armor is malformed: \(reason)")
    }
}
