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
    public static func < (one: Self, other: Self) -> Bool { one.text.utf8.lexicographicallyPrecedes(other.text.utf8) }

    /// Feeds the bytes that `==` compares.
    public func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}

extension String {
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
