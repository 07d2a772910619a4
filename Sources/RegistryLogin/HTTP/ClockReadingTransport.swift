package import HTTPTypes
internal import Synchronization
internal import SystemSupport

/// Sends requests through another transport, and compares the clock of the server with this machine's.
package final class ClockReadingTransport: HTTPTransport {
    private let transport: any HTTPTransport
    private let difference = Mutex<Duration?>(nil)

    package init(_ transport: any HTTPTransport) { self.transport = transport }

    /// The time by which the clock of the server that answered first is ahead; nil if no reply had a date.
    package var clockDifference: Duration? { difference.withLock { $0 } }

    package func send(_ request: HTTPRequest, body: [UInt8], maximumBodySize: Int) async throws -> HTTPReply {
        try await send(request, body: body, maximumBodySize: maximumBodySize, onBehalfOf: nil)
    }

    package func send(
        _ request: HTTPRequest,
        body: [UInt8],
        maximumBodySize: Int,
        onBehalfOf registry: HTTPOrigin?
    ) async throws -> HTTPReply {
        let reply = try await transport.send(
            request,
            body: body,
            maximumBodySize: maximumBodySize,
            onBehalfOf: registry
        )
        let now = WallClock.sinceEpoch
        difference.withLock { $0 = $0 ?? Self.difference(of: reply.head, at: now) }
        return reply
    }

    /// Compares the date of a reply with this machine's clock (RFC 9110, section 6.6.1).
    ///
    /// - Parameters:
    ///   - head: The header fields. A reply from a cache has the date at which it was made, and its age since then.
    ///   - now: The time since 1970 at which the reply arrived.
    /// - Returns: The time by which the server's clock is ahead; nil if the reply has no date.
    package static func difference(of head: HTTPResponse, at now: Duration) -> Duration? {
        guard let date = head.headerFields[.date].flatMap(HTTPDate.init) else { return nil }
        let age = head.headerFields[.age].flatMap { UInt32($0) } ?? 0
        return .seconds(Int64(date.secondsSince1970) + Int64(age)) - now
    }
}
