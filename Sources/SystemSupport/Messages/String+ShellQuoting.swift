package import SystemPackage

/// Quoting for commands in advice, which users paste into a shell.
extension String {
    /// The text as one shell word.
    package var shellQuoted: String { quotedForShell(Array(utf8), needsEscapes: needsEscapingForDisplay) }
}

extension FilePath {
    /// The path as one shell word, byte for byte.
    package var shellQuoted: String {
        let bytes = self.bytes
        let isText = String(validating: bytes, as: UTF8.self) != nil
        return quotedForShell(bytes, needsEscapes: !isText || string.needsEscapingForDisplay)
    }
}

/// Returns the bytes in single quotes, or as `$'…'` of POSIX.1-2024 with `\xFF` for each byte that cannot be shown.
private func quotedForShell(_ bytes: [UInt8], needsEscapes: Bool) -> String {
    let quote = UInt8(ascii: "'")
    guard needsEscapes else {
        // Compared as bytes, since a quote and a following combining mark are one `Character`.
        let text = bytes.flatMap { $0 == quote ? Array(#"'\''"#.utf8) : [$0] }
        return "'\(String(decoding: text, as: UTF8.self))'"
    }
    let words = bytes.map { byte in
        switch byte {
        case quote, UInt8(ascii: "\\"): #"\"# + String(Unicode.Scalar(byte))
        case 0x20..<0x7F: String(Unicode.Scalar(byte))
        default: #"\x"# + (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
    }
    return "$'\(words.joined())'"
}
