#if HTTPClient
internal import NIOCore
internal import RegistryLogin

/// The handler next to the socket: limits the data that a server can send outside of a body.
///
/// Response headers, trailers, interim responses, chunk extensions and TLS messages share one limit, which is reset
/// with each part of a body.
final class SocketGuard: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private static let maximumSize = 256 * 1024

    private var size = 0

    /// Resets the count.
    func reset() { size = 0 }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        size += unwrapInboundIn(data).readableBytes
        guard size <= Self.maximumSize else {
            context.fireErrorCaught(HTTPTransportError(.failed, "the response header is longer than 256 KiB"))
            context.close(promise: nil)
            return
        }
        context.fireChannelRead(data)
    }
}
#endif
