/// A TOML 1.0 document, whose strings and arrays at the top level can be read.
///
/// Everything else is parsed and skipped, so that text in a string, a comment or a table is never mistaken for a key.
/// Dates and numbers are not interpreted, and duplicate keys are only detected at the top level.
package struct TOMLDocument: Sendable {
    /// A value.
    package indirect enum Value: Sendable, Equatable {
        case string(String)
        case array([Value])
        /// A table, in braces or below a header.
        case table
        /// A number, a boolean or a date, as written.
        case scalar(String)
    }

    /// A key at the top level.
    package struct Member: Sendable {
        package let key: String
        package let value: Value
        /// The range of the value in the document; empty for a table below a header.
        package let range: Range<Int>
    }

    /// The keys at the top level, in file order.
    package let members: [Member]

    /// Parses a document.
    ///
    /// - Parameter bytes: The content of a file. An empty file is an empty document.
    /// - Throws: ``TOMLError`` with the line of the first error.
    package init(parsing bytes: [UInt8]) throws(TOMLError) {
        var parser = TOMLParser(bytes)
        members = try parser.document()
    }

    /// Returns the value of a key at the top level, or nil if it is not set.
    package subscript(key: String) -> Value? { member(key)?.value }

    /// Returns a key at the top level, or nil if it is not set.
    ///
    /// An exact match is preferred to a case-insensitive one, as in the Go decoder that podman uses.
    package func member(_ key: String) -> Member? {
        members.first { $0.key.utf8.elementsEqual(key.utf8) }
            ?? members.first { Self.folded($0.key).elementsEqual(Self.folded(key)) }
    }

    /// Returns a text as a basic string in quotes.
    package static func quoted(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "\"") { result, scalar in
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\u{00}"..."\u{1F}", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        } + "\""
    }

    private static func folded(_ text: String) -> [UInt8] {
        text.utf8.map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 | 0x20 : $0 }
    }
}

/// The reason why a text is not TOML, and its line, without any content.
package struct TOMLError: Error, Equatable {
    package let line: Int
    package let reason: String

    package init(line: Int, reason: String) {
        self.line = line
        self.reason = reason
    }
}
