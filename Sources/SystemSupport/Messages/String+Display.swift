package import SystemPackage

/// Text that comes from a file, a server or a command line, made safe to show on a terminal or in a log.
extension String {
    /// The text on one line, with an escape such as `\u{202E}` in the place of each character that would not be seen.
    ///
    /// Escaped are control characters, line and paragraph separators, format characters (bidirectional overrides among
    /// them), other characters that Unicode lets a program leave out, and code points without a character.
    package var escapedForDisplay: String {
        let isPlain = utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        return isPlain ? self : unicodeScalars.map(\.escapedForDisplay).joined()
    }

    /// The text as a line of the helper protocol has it: a blank in the place of each control character, as every version
    /// of the helpers has written them, and otherwise ``escapedForDisplay``.
    package var escapedForProtocol: String {
        guard needsEscapingForDisplay else { return self }
        return unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0.escapedForDisplay }.joined()
    }

    /// Whether ``escapedForDisplay`` differs from the text.
    package var needsEscapingForDisplay: Bool {
        !utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && unicodeScalars.contains(where: \.isUnseenOnDisplay)
    }
}

extension FilePath {
    /// The path on one line, escaped as ``Swift/String/escapedForDisplay``, with `\xFF` for a byte that is not UTF-8.
    package var escapedForDisplay: String {
        let bytes = self.bytes
        guard String(validating: bytes, as: UTF8.self) == nil else { return string.escapedForDisplay }
        return UTF8Text.decode(bytes)
            .map { part in
                switch part {
                case .scalar(let scalar): scalar.escapedForDisplay
                case .invalid(let byte): "\\x\(String(byte, radix: 16, uppercase: true))"
                }
            }
            .joined()
    }
}

extension Unicode.Scalar {
    fileprivate var escapedForDisplay: String {
        isUnseenOnDisplay ? "\\u{\(String(value, radix: 16, uppercase: true))}" : String(self)
    }

    /// Whether a terminal shows nothing for it, or something else than one character in its place.
    package var isUnseenOnDisplay: Bool {
        guard value < 0x20 || value >= 0x7F else { return false }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
        default: properties.isDefaultIgnorableCodePoint
        }
    }
}
