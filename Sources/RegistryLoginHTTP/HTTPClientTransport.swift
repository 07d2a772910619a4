#if HTTPClient
internal import AsyncHTTPClient
public import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
public import RegistryLogin

/// Carries requests with AsyncHTTPClient: HTTP/2 where it is offered, the proxies of the environment, and the
/// certificates that Docker and podman use for a registry.
///
/// Each host has its own directory of certificates, a token server too: a client certificate is for the one that it was made
/// for. A proxy is asked for a tunnel (`CONNECT`), for plain HTTP too, so that it sees no request; not every proxy allows that
/// for port 80.
///
/// It follows no redirect, keeps no cookies, writes no log and no trace, and takes TLS 1.2 or newer. It has connections
/// open until ``shutdown()``; ``withTransport(certificates:proxies:_:)`` calls that at the end.
public struct HTTPClientTransport: HTTPTransport {
    private let clients: HTTPClients

    /// Makes a transport; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - certificates: Where the certificates of registries are. Of several client certificates the first is shown.
    ///   - proxies: Which requests take a proxy.
    public init(certificates: CertificateDirectories, proxies: ProxySettings = .none) {
        clients = HTTPClients(certificates: certificates, proxies: proxies)
    }

    /// Calls `body` with a transport, and closes it afterwards.
    ///
    /// - Parameters:
    ///   - certificates: Where the certificates of registries are.
    ///   - proxies: Which requests take a proxy.
    ///   - body: Gets the transport, which it should not keep.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    public static func withTransport<Result>(
        certificates: CertificateDirectories,
        proxies: ProxySettings = .none,
        _ body: (HTTPClientTransport) async throws -> Result
    ) async throws -> Result {
        let transport = HTTPClientTransport(certificates: certificates, proxies: proxies)
        do {
            let result = try await body(transport)
            await transport.shutdown()
            return result
        } catch {
            await transport.shutdown()
            throw error
        }
    }

    /// Closes all connections; a request that comes afterwards fails.
    public func shutdown() async {
        await clients.shutdown()
    }

    /// Sends one request and reads its response.
    ///
    /// - Parameters:
    ///   - request: The request, with scheme, authority and path.
    ///   - body: Its body; empty for none.
    ///   - maximumBodySize: How many bytes of the response's body to keep.
    /// - Returns: The response.
    /// - Throws: `HTTPTransportError` if there is no response, and `CancellationError` if the task was cancelled.
    public func send(_ request: HTTPRequest, body: [UInt8], maximumBodySize: Int) async throws -> HTTPReply {
        guard let origin = HTTPOrigin(request) else {
            throw HTTPTransportError(.failed, "the request has no valid address")
        }
        let (client, tls) = try await clients.client(for: origin)
        var message = HTTPClientRequest(url: "\(origin)\(request.path ?? "/")")
        message.method = HTTPMethod(rawValue: request.method.rawValue)
        message.headers = HTTPHeaders(request.headerFields.map { ($0.name.rawName, $0.value) })
        if !message.headers.contains(name: "User-Agent") {
            message.headers.add(name: "User-Agent", value: "swift-docker-credentials")
        }
        if !body.isEmpty { message.body = .bytes(body) }
        message.tlsConfiguration = tls
        do {
            // The caller's time limit comes as a cancellation.
            return try await Self.reply(to: message, by: client, maximumBodySize: maximumBodySize)
        } catch {
            try Task.checkCancellation()
            throw HTTPTransportError(describing: error)
        }
    }

    private static func reply(
        to message: HTTPClientRequest,
        by client: HTTPClient,
        maximumBodySize: Int
    ) async throws -> HTTPReply {
        let response = try await client.execute(message, deadline: .distantFuture)
        var reply = HTTPReply(head: HTTPResponse(status: .init(code: Int(response.status.code))))
        for (name, value) in response.headers {
            // A name that is none stands for nothing that anybody would look for.
            guard let name = HTTPField.Name(name) else { continue }
            reply.head.headerFields.append(HTTPField(name: name, value: value))
        }
        for try await chunk in response.body {
            let bytes = chunk.readableBytesView
            let room = maximumBodySize - reply.body.count
            reply.body.append(contentsOf: bytes.prefix(room))
            if bytes.count > room {
                reply.isTruncated = true
                break
            }
        }
        return reply
    }
}
#endif
