/// The key of a credential: a registry's address as the client spells it.
///
/// Usually `https://index.docker.io/v1/` or a bare host with or without a port; the protocol does not care. Two keys
/// are the same if their bytes are, so `Host`, `host`, `host/` and `https://host` are four, and so are the composed and
/// the decomposed form of one character, which `String` itself takes for equal.
public struct ServerURL: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The key, without white space around it; never empty, and free of control characters.
    public let text: String

    /// Makes a key, without the white space around it.
    ///
    /// - Parameter text: The address. White space is what Unicode calls so; clients may end it with a line feed.
    /// - Throws: ``HelperError/missingServerURL`` if nothing is left; an error with the code
    ///   ``HelperError/Code/malformedRequest`` if a control character is, since stores cut or split keys at those.
    public init(_ text: String) throws(HelperError) {
        // Nearly all keys are, and a list may have thousands.
        guard !text.isPlain else {
            self.text = text
            return
        }
        let trimmed = text.trimmingWhitespace()
        guard !trimmed.isEmpty else { throw .missingServerURL }
        guard !trimmed.hasControlCharacters else {
            throw .malformedRequest("the server URL has a control character in it, such as a line feed or a NUL")
        }
        self.text = trimmed
    }

    /// The key.
    public var description: String { text }

    /// Compares bytes, not what Unicode takes for equal.
    public static func == (one: Self, other: Self) -> Bool { one.text.utf8.elementsEqual(other.text.utf8) }

    /// Bytewise order, in which `list` prints its keys.
    public static func < (one: Self, other: Self) -> Bool {
        // The elements of a span are a tenth of the work of those of a UTF8View, and long lists are sorted.
        let (one, other) = (one.text.utf8.span, other.text.utf8.span)
        for index in 0..<min(one.count, other.count) where one[index] != other[index] {
            return one[index] < other[index]
        }
        return one.count < other.count
    }

    /// The same for the same bytes, and for some other spellings of one character.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension String {
    /// Whether there is nothing but printable ASCII without blanks, and not nothing.
    fileprivate var isPlain: Bool {
        !isEmpty && utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    /// The text without the white space, as Unicode defines it, at its ends.
    fileprivate func trimmingWhitespace() -> String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }

    /// Whether there is a C0 or C1 control character, or DEL.
    var hasControlCharacters: Bool {
        unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
