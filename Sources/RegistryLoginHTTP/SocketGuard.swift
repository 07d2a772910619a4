#if HTTPClient
internal import NIOCore
internal import RegistryLogin

/// The handler nearest to the socket: bounds what a server can send without anything that a caller waits for.
///
/// Response headers, trailers, interim responses, the extensions of chunks and the messages of TLS all count against one
/// limit, which starts anew with each piece of a body.
final class SocketGuard: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private static let maximumSize = 256 * 1024

    private var size = 0

    /// Starts to count anew.
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
