public import HTTPTypes

/// A response with what was read of its body.
public struct HTTPReply: Sendable {
    /// The status and the header fields.
    public var head: HTTPResponse

    /// The body, as far as it was kept.
    public var body: [UInt8]

    /// Whether the body was longer than what was kept of it.
    public var isTruncated: Bool

    /// Puts a reply together.
    ///
    /// - Parameters:
    ///   - head: The status and the header fields.
    ///   - body: The body, as far as it was kept.
    ///   - isTruncated: Whether the body was longer.
    public init(head: HTTPResponse, body: [UInt8] = [], isTruncated: Bool = false) {
        self.head = head
        self.body = body
        self.isTruncated = isTruncated
    }
}

extension HTTPReply: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The status and the size of the body: header fields and bodies may hold tokens.
    public var description: String {
        "status \(head.status.code), \(isTruncated ? "more than " : "")\(body.count) bytes"
    }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// A mirror without children, so that `dump` finds nothing either.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
