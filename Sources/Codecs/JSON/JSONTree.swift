/// A JSON value that is made here, to be written.
package indirect enum JSONTree: Sendable, ExpressibleByStringLiteral {
    case null
    case bool(Bool)
    /// A number by its text, which must be one by RFC 8259, section 6.
    case number(String)
    case string(String)
    case array([JSONTree])
    /// Members in the order in which they are written.
    case object([(name: String, value: JSONTree)])

    package init(stringLiteral text: String) {
        self = .string(text)
    }
}
