#if HTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// A registry with its token server on a free loopback port, which accepts all credentials.
enum FakeRegistry {
    /// Starts the registry.
    ///
    /// - Returns: The port, and the channel to close at the end.
    static func start() async throws -> (port: Int, channel: any Channel) {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return (channel.localAddress?.port ?? 0, channel)
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private var head: HTTPRequestHead?

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): self.head = head
            case .body: return
            case .end:
                guard let head else { return }
                let port = context.localAddress?.port ?? 0
                let challenge = "Bearer realm=\"http://127.0.0.1:\(port)/token\",service=\"bench\""
                var (status, body) = (HTTPResponseStatus.ok, "{}")
                var headers = HTTPHeaders()
                if head.uri.hasPrefix("/token") {
                    body = #"{"token":"access"}"#
                } else if head.headers["Authorization"].isEmpty {
                    status = .unauthorized
                    headers.add(name: "WWW-Authenticate", value: challenge)
                }
                headers.add(name: "Content-Type", value: "application/json")
                headers.add(name: "Content-Length", value: "\(body.utf8.count)")
                let response = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
                context.write(wrapOutboundOut(.head(response)), promise: nil)
                context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }
    }
}
#endif
