#if HTTPClient
internal import HelperProtocol
internal import NIOCore
internal import RegistryLogin

/// Requests a tunnel from a proxy (RFC 9110, section 9.3.6), after which TLS uses the connection.
///
/// The response is parsed here, because no HTTP handler may remain in the pipeline.
final class TunnelHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let request: String
    private var opened: EventLoopPromise<Void>?
    private var answer: [UInt8] = []

    init(to origin: HTTPOrigin, authorization: Secret?, opened: EventLoopPromise<Void>) {
        let host = origin.host.contains(":") ? "[\(origin.host)]" : origin.host
        let target = "\(host):\(origin.port)"
        let field = authorization.map { "Proxy-Authorization: \($0.revealed)\r\n" } ?? ""
        request = "CONNECT \(target) HTTP/1.1\r\nHost: \(target)\r\n\(field)\r\n"
        self.opened = opened
    }

    func handlerAdded(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: request)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        answer += unwrapInboundIn(data).readableBytesView
        guard let end = answer.firstRange(of: Array("\r\n\r\n".utf8)) else { return }
        guard let status else {
            return finish(.failure(HTTPTransportError(.unreachable, "its answer is not HTTP")))
        }
        switch status {
        // The client sends first in a tunnel, so data after the header is not from the server.
        case 200..<300 where end.upperBound == answer.endIndex:
            // The following data is for the TLS handler, which has not been added yet.
            try? context.channel.syncOptions?.setOption(.autoRead, value: false)
            context.pipeline.syncOperations.removeHandler(self).assumeIsolated().whenComplete { [self] _ in
                finish(.success(()))
            }
        case 407:
            finish(.failure(HTTPTransportError(.unreachable, "it rejected the user name and password (407)")))
        default:
            finish(.failure(HTTPTransportError(.unreachable, "it refused the connection (status \(status))")))
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(.failure(HTTPTransportError(.unreachable, "it closed the connection")))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        finish(.failure(error))
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        // Not after a response, because the removal is then the last step of opening the tunnel.
        if !context.channel.isActive { finish(.failure(ChannelError.ioOnClosedChannel)) }
    }

    /// The status in the first line of the response; nil if that is not a status line.
    private var status: Int? {
        let line = String(decoding: answer.prefix { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
        let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0].hasPrefix("HTTP/1."), parts[1].utf8.count == 3 else { return nil }
        return UInt16(parts[1]).map(Int.init)
    }

    private func finish(_ result: Result<Void, any Error>) {
        opened?.completeWith(result)
        opened = nil
    }
}
#endif
