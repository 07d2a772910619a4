package import SystemPackage

/// Words for the commands in advice, which people paste into a shell.
extension String {
    /// The text as one word of a shell.
    package var shellQuoted: String { quotedForShell(Array(utf8), needsEscapes: needsEscapingForDisplay) }
}

extension FilePath {
    /// The path as one word of a shell, byte for byte.
    package var shellQuoted: String {
        let bytes = self.bytes
        let isText = String(validating: bytes, as: UTF8.self) != nil
        return quotedForShell(bytes, needsEscapes: !isText || string.needsEscapingForDisplay)
    }
}

/// Between single quotes; with `needsEscapes` as `$'…'` of POSIX.1-2024, in which each byte that cannot be shown is `\xFF`.
private func quotedForShell(_ bytes: [UInt8], needsEscapes: Bool) -> String {
    let quote = UInt8(ascii: "'")
    guard needsEscapes else {
        // By bytes: as a `Character`, a quote may be one with the combining mark behind it.
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
