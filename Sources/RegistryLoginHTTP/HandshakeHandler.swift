#if HTTPClient
internal import NIOCore
internal import NIOTLS
internal import RegistryLogin

/// Waits for the end of the TLS handshake.
final class HandshakeHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private var shaken: EventLoopPromise<Void>?

    init(shaken: EventLoopPromise<Void>) {
        self.shaken = shaken
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent { end(.success(())) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(.failure(error))
        context.fireErrorCaught(error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(.failure(HTTPTransportError(.noTLS, "the server closed the connection during the TLS handshake")))
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end(.failure(ChannelError.ioOnClosedChannel))
    }

    private func end(_ result: Result<Void, any Error>) {
        shaken?.completeWith(result)
        shaken = nil
    }
}
#endif
