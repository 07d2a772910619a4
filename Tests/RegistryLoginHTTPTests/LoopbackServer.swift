#if HTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// An HTTP/1.1 server on a free port of 127.0.0.1, with or without TLS.
final class LoopbackServer: Sendable {
    struct Reply: Sendable {
        var status = HTTPResponseStatus.ok
        var headers = HTTPHeaders()
        var body = ""
        /// Whether the server replies.
        var isSent = true
    }

    typealias Answer = @Sendable (_ head: HTTPRequestHead, _ body: String) -> Reply

    private let channel: any Channel
    private let log: Log

    /// The heads of all requests.
    final class Log: Sendable {
        private let heads = Mutex<[HTTPRequestHead]>([])
        func append(_ head: HTTPRequestHead) { heads.withLock { $0.append(head) } }
        var all: [HTTPRequestHead] { heads.withLock { $0 } }
    }

    private init(channel: any Channel, log: Log) {
        self.channel = channel
        self.log = log
    }

    static func start(tls: NIOSSLContext? = nil, _ answer: @escaping Answer) async throws -> LoopbackServer {
        let log = Log()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(answer: answer, log: log))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return LoopbackServer(channel: channel, log: log)
    }

    var port: Int { channel.localAddress?.port ?? 0 }
    var requests: [HTTPRequestHead] { log.all }
    func stop() async { try? await channel.close() }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let answer: Answer
        private let log: Log
        private var head: HTTPRequestHead?
        private var body = ""

        init(answer: @escaping Answer, log: Log) {
            self.answer = answer
            self.log = log
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                self.head = head
                log.append(head)
                body = ""
            case .body(let buffer):
                body += String(buffer: buffer)
            case .end:
                guard let head else { return }
                let reply = answer(head, body)
                guard reply.isSent else { return }
                var headers = reply.headers
                headers.add(name: "Content-Length", value: "\(reply.body.utf8.count)")
                let response = HTTPResponseHead(version: .http1_1, status: reply.status, headers: headers)
                context.write(wrapOutboundOut(.head(response)), promise: nil)
                context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: reply.body)))), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}
#endif
