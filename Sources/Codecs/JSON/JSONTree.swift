/// A JSON value to write.
package indirect enum JSONTree: Sendable, ExpressibleByStringLiteral {
    case null
    case bool(Bool)
    /// The text of a number, which must be valid (RFC 8259, section 6).
    case number(String)
    case string(String)
    case array([JSONTree])
    /// The members, in the order in which they are written.
    case object([(name: String, value: JSONTree)])

    package init(stringLiteral text: String) {
        self = .string(text)
    }
}
