#if HTTPClient
internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import RegistryLogin

/// Sends one request at a time and assembles its response.
final class ExchangeHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    /// How a request ended.
    enum Outcome: Sendable {
        case reply(HTTPReply, staysOpen: Bool)
        /// `isUnanswered` if no response had begun.
        case failure(any Error, isUnanswered: Bool)
    }

    private struct Exchange {
        let maximumBodySize: Int
        let outcome: EventLoopPromise<Outcome>
        var reply: HTTPReply?
        var staysOpen = false
    }

    private let socket: SocketGuard
    private var context: ChannelHandlerContext?
    private var exchange: Exchange?

    init(guardedBy socket: SocketGuard) {
        self.socket = socket
    }

    /// Sends a request; the future never fails.
    func send(_ message: RequestMessage) -> EventLoopFuture<Outcome> {
        // Handlers come from their pipeline, which sets the context when it adds one.
        guard let context else { preconditionFailure("a handler that is in no pipeline was found in one") }
        let outcome = context.eventLoop.makePromise(of: Outcome.self)
        guard exchange == nil, context.channel.isActive else {
            outcome.succeed(.failure(ChannelError.ioOnClosedChannel, isUnanswered: true))
            return outcome.futureResult
        }
        exchange = Exchange(maximumBodySize: message.maximumBodySize, outcome: outcome)
        socket.reset()
        context.write(wrapOutboundOut(.head(message.head)), promise: nil)
        if !message.body.isEmpty {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: message.body)))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        return outcome.futureResult
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        fail(ChannelError.ioOnClosedChannel)
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        guard exchange != nil else {
            // Unsolicited data is not the response to the next request.
            context.close(promise: nil)
            return
        }
        switch part {
        case .head(let head):
            exchange?.reply = HTTPReply(head)
            exchange?.staysOpen = head.isKeepAlive
        case .body(let bytes): keep(bytes.readableBytesView)
        case .end: finish()
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(HTTPTransportError(.failed, "the server closed the connection"))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(error)
        context.close(promise: nil)
    }

    private func keep(_ bytes: ByteBufferView) {
        guard let exchange, let kept = exchange.reply?.body.count else { return }
        socket.reset()
        let room = exchange.maximumBodySize - kept
        self.exchange?.reply?.body.append(contentsOf: bytes.prefix(room))
        if bytes.count > room {
            self.exchange?.reply?.isTruncated = true
            // The rest is not read, so the connection cannot be reused.
            self.exchange?.staysOpen = false
            finish()
        }
    }

    private func finish() {
        guard let ended = exchange, let reply = ended.reply else { return }
        exchange = nil
        ended.outcome.succeed(.reply(reply, staysOpen: ended.staysOpen))
    }

    private func fail(_ error: any Error) {
        guard let ended = exchange else { return }
        exchange = nil
        ended.outcome.succeed(.failure(error, isUnanswered: ended.reply == nil))
    }
}

extension HTTPReply {
    fileprivate init(_ head: HTTPResponseHead) {
        self.init(head: HTTPResponse(status: .init(code: Int(head.status.code))))
        for (name, value) in head.headers {
            // A name that is not a token is never looked up.
            guard let name = HTTPField.Name(name) else { continue }
            self.head.headerFields.append(HTTPField(name: name, value: value))
        }
    }
}
#endif
