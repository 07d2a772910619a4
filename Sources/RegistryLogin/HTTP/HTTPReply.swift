public import HTTPTypes
internal import SystemSupport

/// A response, with the part of its body that was read.
public struct HTTPReply: Sendable {
    /// The status and the header fields.
    public var head: HTTPResponse

    /// The part of the body that was kept.
    public var body: [UInt8]

    /// Whether the body was longer than the part that was kept.
    public var isTruncated: Bool

    /// Creates a reply.
    ///
    /// - Parameters:
    ///   - head: The status and the header fields.
    ///   - body: The part of the body that was kept.
    ///   - isTruncated: Whether the body was longer.
    public init(head: HTTPResponse, body: [UInt8] = [], isTruncated: Bool = false) {
        self.head = head
        self.body = body
        self.isTruncated = isTruncated
    }

    /// How long to wait before the next request (RFC 9110, section 10.2.3); nil if the server does not say.
    ///
    /// A date is relative to the date of the response, because the clocks of the two machines may differ.
    var retryAfter: Duration? {
        guard let name = HTTPField.Name("Retry-After"), let text = head.headerFields[name] else { return nil }
        if text.utf8.count <= 6, let seconds = UInt32(text) { return .seconds(seconds) }
        guard let moment = HTTPDate(text) else { return nil }
        let now = head.headerFields[.date].flatMap(HTTPDate.init)?.secondsSince1970 ?? CurrentProcess.secondsSince1970
        return .seconds(max(0, moment.secondsSince1970 - now))
    }
}

extension HTTPReply: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The status and the size of the body: header fields and bodies may hold tokens.
    public var description: String {
        "status \(head.status.code), \(isTruncated ? "more than " : "")\(body.count) bytes"
    }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// A mirror without children, so that `dump` does not show tokens.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
