#if HTTPClient
public import HTTPTypes
public import RegistryLogin

/// A transport over HTTP/1.1 with the proxies, certificates and trust roots that Docker and podman use for a registry.
///
/// * **HTTP/1.1 only.** A server cannot make it buffer more than one response header of 256 KiB and the body that the
///   caller requests, even before a credential is sent.
/// * **Certificates.** Each host has its own `certs.d` directory. A registry's authorities are also trusted for its
///   token server. A client certificate is shown only to its own host.
/// * **Proxies.** `https` uses a tunnel (`CONNECT`). A request over plain HTTP is sent to the proxy with the absolute
///   address, because many proxies refuse tunnels to ports other than 443.
/// * **Time.** It has no timeout. Cancelling the task ends a request at once in every phase: name resolution, connect,
///   proxy, TLS, header and body.
///
/// It does not follow redirects, keep cookies or write a log, and requires TLS 1.2 or newer. Connections stay open
/// until ``shutdown()``, which ``withTransport(certificates:proxies:trustRoots:_:)`` calls at the end.
public struct HTTPClientTransport: HTTPTransport {
    private let routes: ConnectionRoutes
    private let pool = ConnectionPool()

    /// Creates a transport for the environment of this process; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - certificates: The certificates of registries. Of several client certificates, the first one is used.
    ///   - proxies: The proxy for each request.
    ///   - trustRoots: The trusted authorities, in addition to those in `certificates`.
    public init(
        certificates: CertificateDirectories = CertificateDirectories(),
        proxies: ProxySettings = ProxySettings(),
        trustRoots: SystemTrustRoots = SystemTrustRoots()
    ) {
        routes = ConnectionRoutes(certificates: certificates, proxies: proxies, trustRoots: trustRoots)
    }

    /// Calls `body` with a transport, and closes it afterwards.
    ///
    /// - Parameters:
    ///   - certificates: The certificates of registries.
    ///   - proxies: The proxy for each request.
    ///   - trustRoots: The trusted authorities, in addition to those in `certificates`.
    ///   - body: Takes the transport, which must not be used after it returns.
    /// - Returns: The result of `body`.
    /// - Throws: The errors of `body`.
    public static func withTransport<Result>(
        certificates: CertificateDirectories = CertificateDirectories(),
        proxies: ProxySettings = ProxySettings(),
        trustRoots: SystemTrustRoots = SystemTrustRoots(),
        _ body: (HTTPClientTransport) async throws -> Result
    ) async throws -> Result {
        let transport = HTTPClientTransport(certificates: certificates, proxies: proxies, trustRoots: trustRoots)
        defer { transport.shutdown() }
        return try await body(transport)
    }

    /// Closes all connections at once.
    ///
    /// Requests in progress and later requests fail.
    public func shutdown() {
        pool.shutdown()
    }

    /// Sends one request; see `HTTPTransport`.
    public func send(_ request: HTTPRequest, body: [UInt8], maximumBodySize: Int) async throws -> HTTPReply {
        try await send(request, body: body, maximumBodySize: maximumBodySize, onBehalfOf: nil)
    }

    /// Sends one request to the token server of a registry; see `HTTPTransport`.
    public func send(
        _ request: HTTPRequest,
        body: [UInt8],
        maximumBodySize: Int,
        onBehalfOf registry: HTTPOrigin?
    ) async throws -> HTTPReply {
        do {
            guard let origin = HTTPOrigin(request) else {
                throw HTTPTransportError(.failed, "the request has no valid address")
            }
            let route = try await routes.route(to: origin, onBehalfOf: registry)
            let message = try RequestMessage(request, body: body, maximumBodySize: maximumBodySize, along: route)
            return try await pool.send(message, along: route)
        } catch {
            // The caller's timeout arrives as a cancellation, and later failures are its consequences.
            try Task.checkCancellation()
            throw HTTPTransportError(describing: error)
        }
    }
}
#endif
