package import SystemPackage

/// Escaping for untrusted text, so that it is safe to show on a terminal or in a log.
extension String {
    /// The text on one line, with an escape such as `\u{202E}` for each character that would be invisible.
    ///
    /// Escaped are control characters, line and paragraph separators, format characters (including bidirectional
    /// overrides), other default-ignorable characters, and unassigned code points.
    package var escapedForDisplay: String {
        let isPlain = utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        return isPlain ? self : unicodeScalars.map(\.escapedForDisplay).joined()
    }

    /// The text as one line of the helper protocol.
    ///
    /// Each control character becomes a space, as in every version of the helpers. Everything else is escaped as in
    /// ``escapedForDisplay``.
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
    /// The path on one line, escaped like ``Swift/String/escapedForDisplay``, with `\xFF` for a byte that is not UTF-8.
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

    /// Whether a terminal shows nothing for this character, or something other than one character in its place.
    package var isUnseenOnDisplay: Bool {
        guard value < 0x20 || value >= 0x7F else { return false }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
        default: properties.isDefaultIgnorableCodePoint
        }
    }
}

/// A lossless decoder for bytes that should be UTF-8, such as those of a path.
enum UTF8Text {
    enum Part {
        case scalar(Unicode.Scalar)
        case invalid(UInt8)
    }

    static func decode(_ bytes: [UInt8]) -> [Part] {
        var parts: [Part] = []
        var rest = bytes[...]
        while let first = rest.first {
            let length = (1...4).first { String(validating: rest.prefix($0), as: UTF8.self) != nil }
            if let length, let scalar = String(decoding: rest.prefix(length), as: UTF8.self).unicodeScalars.first {
                parts.append(.scalar(scalar))
                rest = rest.dropFirst(length)
            } else {
                parts.append(.invalid(first))
                rest = rest.dropFirst()
            }
        }
        return parts
    }
}
