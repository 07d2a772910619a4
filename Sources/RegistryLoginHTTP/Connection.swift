#if HTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
internal import RegistryLogin
internal import Synchronization

/// One connection to a server.
///
/// Every wait ends as soon as the task is cancelled.
final class Connection: Sendable {
    private struct State {
        var isClosed = false
        var key: ConnectionRoute.Key?
        /// All sockets that were opened for the connection, one for each address of the host that was tried.
        var channels: [any Channel] = []
        var channel: (any Channel)?
        var isUnanswered = false
    }

    private let state = Mutex(State())

    /// Longer than the system tries, so that the caller's timeout applies and not this one.
    private static let connectTimeout = TimeAmount.hours(1)

    /// The requests that can reuse the connection; nil before it is open.
    var key: ConnectionRoute.Key? { state.withLock { $0.key } }

    /// Whether requests can be sent.
    var isOpen: Bool { state.withLock { !$0.isClosed && $0.channel?.isActive == true } }

    /// Whether the last request ended without a byte of a response.
    var isUnanswered: Bool { state.withLock { $0.isUnanswered } }

    /// Connects, through the proxy if there is one, and performs the TLS handshake.
    ///
    /// - Throws: `HTTPTransportError`, the errors of NIO, or `CancellationError`.
    func open(_ route: ConnectionRoute) async throws {
        let channel = try await connect(to: route.proxy?.origin ?? route.origin, isProxy: route.proxy != nil)
        if let proxy = route.proxy, let tls = route.tls {
            try await openTunnel(to: route.origin, through: proxy, on: channel)
            try await shakeHands(with: route.origin, tls, advice: route.certificateAdvice, on: channel)
        } else if let tls = route.tls {
            try await shakeHands(with: route.origin, tls, advice: route.certificateAdvice, on: channel)
        }
        try await channel.eventLoop.submit {
            let pipeline = channel.pipeline.syncOperations
            // Header fields are valid by their type, and the path is checked. NIO would also reject the bytes that some
            // token servers have in their queries, which must stay as they are.
            try pipeline.addHTTPClientHandlers(enableOutboundHeaderValidation: false)
            try pipeline.addHandler(ExchangeHandler(guardedBy: pipeline.handler(type: SocketGuard.self)))
            try channel.syncOptions?.setOption(.autoRead, value: true)
        }.valueUnlessCancelled()
        state.withLock { state in
            state.key = route.key
            state.channel = channel
        }
    }

    /// Sends a request and reads its response.
    ///
    /// - Returns: The response, and whether another request may follow it.
    /// - Throws: `HTTPTransportError`, the errors of NIO, or `CancellationError`.
    func send(_ message: RequestMessage) async throws -> (HTTPReply, staysOpen: Bool) {
        guard let channel = state.withLock({ $0.isClosed ? nil : $0.channel }) else {
            throw HTTPTransportError(.failed, "the transport is shut down")
        }
        let outcome = try await channel.eventLoop.flatSubmit {
            do {
                return try channel.pipeline.syncOperations.handler(type: ExchangeHandler.self).send(message)
            } catch {
                return channel.eventLoop.makeSucceededFuture(.failure(error, isUnanswered: true))
            }
        }.valueUnlessCancelled()
        switch outcome {
        case .reply(let reply, let staysOpen): return (reply, staysOpen)
        case .failure(let error, let isUnanswered):
            state.withLock { $0.isUnanswered = isUnanswered }
            throw error
        }
    }

    /// Closes the sockets at once.
    ///
    /// No TLS close is exchanged, which would wait for the peer: responses have ended, or are no longer needed.
    func close() {
        let channels = state.withLock { state in
            state.isClosed = true
            defer { state.channels = [] }
            return state.channels
        }
        for channel in channels { Self.drop(channel) }
    }

    private static func drop(_ channel: any Channel) {
        // From the end of the pipeline that is nearest to the socket, so that no other handler delays it.
        channel.pipeline.context(handlerType: SocketGuard.self).whenComplete { result in
            if case .success(let context) = result { context.close(promise: nil) } else { channel.close(promise: nil) }
        }
    }

    private func connect(to server: HTTPOrigin, isProxy: Bool) async throws -> any Channel {
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(Self.connectTimeout)
            // Nothing is read before there is a handler for it: a server that speaks first, such as one of SSH, would
            // be taken for one that is silent.
            .channelOption(.autoRead, value: false)
            .channelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(SocketGuard())
                    let isClosed = state.withLock { state in
                        if !state.isClosed { state.channels.append(channel) }
                        return state.isClosed
                    }
                    // The host was resolved after all waits had ended.
                    if isClosed { throw ChannelError.ioOnClosedChannel }
                }
            }
        do {
            return try await bootstrap.connect(host: server.host, port: Int(server.port)).valueUnlessCancelled()
        } catch {
            throw isProxy && !(error is CancellationError)
                ? HTTPTransportError(describing: error).named(proxy: server) : error
        }
    }

    private func openTunnel(to origin: HTTPOrigin, through proxy: HTTPProxy, on channel: any Channel) async throws {
        do {
            try await channel.eventLoop.flatSubmit {
                let opened = channel.eventLoop.makePromise(of: Void.self)
                let handler = TunnelHandler(to: origin, authorization: proxy.authorization, opened: opened)
                return channel.add(handler, reportingTo: opened)
            }.valueUnlessCancelled()
        } catch {
            throw error is CancellationError
                ? error : HTTPTransportError(describing: error).named(proxy: proxy.origin)
        }
    }

    private func shakeHands(
        with origin: HTTPOrigin,
        _ context: NIOSSLContext,
        advice: [String],
        on channel: any Channel
    ) async throws {
        do {
            try await channel.eventLoop.flatSubmit {
                let shaken = channel.eventLoop.makePromise(of: Void.self)
                do {
                    // TLS does not allow an address as the server name (RFC 6066, section 3).
                    let name = origin.isIPAddress ? nil : origin.host
                    let handler = try NIOSSLClientHandler(context: context, serverHostname: name)
                    // The waiting handler comes first, because the handshake begins when the other one is added.
                    let waiting = HandshakeHandler(shaken: shaken)
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(waiting)
                    try pipeline.addHandler(handler, position: .before(waiting))
                    try channel.syncOptions?.setOption(.autoRead, value: true)
                } catch {
                    shaken.fail(error)
                }
                return shaken.futureResult
            }.valueUnlessCancelled()
        } catch {
            throw error is CancellationError ? error : HTTPTransportError(duringHandshake: error, advice: advice)
        }
    }
}

extension Channel {
    /// Adds a handler that fulfils a promise, and lets it read; one that cannot be added fails it.
    fileprivate func add(
        _ handler: some ChannelHandler,
        reportingTo promise: EventLoopPromise<Void>
    ) -> EventLoopFuture<Void> {
        do {
            try pipeline.syncOperations.addHandler(handler)
            try syncOptions?.setOption(.autoRead, value: true)
        } catch {
            promise.fail(error)
        }
        return promise.futureResult
    }
}

/// A wait that a result or a cancellation ends, whichever comes first.
private final class Wait<Value: Sendable>: Sendable {
    private struct State {
        var continuation: CheckedContinuation<Value, any Error>?
        var result: Result<Value, any Error>?
    }

    private let state = Mutex(State())

    func begin(_ continuation: CheckedContinuation<Value, any Error>) {
        let result = state.withLock { state in
            if state.result == nil { state.continuation = continuation }
            return state.result
        }
        if let result { continuation.resume(with: result) }
    }

    func end(_ result: Result<Value, any Error>) {
        let continuation = state.withLock { state in
            guard state.result == nil else { return nil as CheckedContinuation<Value, any Error>? }
            state.result = result
            return state.continuation
        }
        continuation?.resume(with: result)
    }
}

extension EventLoopFuture where Value: Sendable {
    /// The value, or `CancellationError` as soon as the task is cancelled, however long the future takes.
    fileprivate func valueUnlessCancelled() async throws -> Value {
        let wait = Wait<Value>()
        whenComplete { wait.end($0) }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { wait.begin($0) }
        } onCancel: {
            wait.end(.failure(CancellationError()))
        }
    }
}
#endif
