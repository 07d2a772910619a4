#if HTTPClient
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server on a free port of 127.0.0.1 that sends the given bytes to each client and never closes.
final class RawServer: Sendable {
    private let channel: any Channel
    private let children: Connections

    /// The accepted connections.
    final class Connections: Sendable {
        private let state = Mutex((accepted: 0, open: 0))
        var accepted: Int { state.withLock { $0.accepted } }
        var open: Int { state.withLock { $0.open } }
        fileprivate func change(accepted: Int, open: Int) {
            state.withLock {
                $0.accepted += accepted
                $0.open += open
            }
        }
    }

    private init(channel: any Channel, children: Connections) {
        self.channel = channel
        self.children = children
    }

    /// Starts it.
    ///
    /// - Parameters:
    ///   - tls: The TLS configuration; nil for plain text.
    ///   - greeting: The reply to the first bytes; empty for no reply.
    ///   - flood: The bytes that it then sends repeatedly, until the client disconnects.
    /// - Returns: The server.
    /// - Throws: Errors of NIO.
    static func start(tls: NIOSSLContext? = nil, greeting: String = "", flood: String = "") async throws -> RawServer {
        let children = Connections()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    children.change(accepted: 1, open: 1)
                    channel.closeFuture.whenComplete { _ in children.change(accepted: 0, open: -1) }
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.addHandler(Handler(greeting: greeting, flood: flood))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return RawServer(channel: channel, children: children)
    }

    var port: Int { channel.localAddress?.port ?? 0 }
    var accepted: Int { children.accepted }
    var open: Int { children.open }
    func stop() async { try? await channel.close() }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let greeting: String
        private let flood: String
        private var isGreeted = false

        init(greeting: String, flood: String) {
            self.greeting = greeting
            self.flood = flood
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard !isGreeted, !greeting.isEmpty || !flood.isEmpty else { return }
            isGreeted = true
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: greeting)), promise: nil)
            if !flood.isEmpty { send(ByteBuffer(string: flood), on: context.channel) }
        }

        private func send(_ bytes: ByteBuffer, on channel: any Channel) {
            channel.writeAndFlush(bytes).assumeIsolated().whenSuccess { [self] in
                // Yields first: a write that completes immediately would leave no time to read the client's disconnect.
                channel.eventLoop.assumeIsolated().execute { [self] in send(bytes, on: channel) }
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
#endif
