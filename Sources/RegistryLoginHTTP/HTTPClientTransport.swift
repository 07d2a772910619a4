#if HTTPClient
public import HTTPTypes
public import RegistryLogin

/// A transport over HTTP/1.1 with the proxies, certificates and trust roots that Docker and podman use for a registry.
///
/// * **HTTP/1.1 only.** A server cannot make it keep more than one response header of 256 KiB and the body that the caller
///   asks for, also before a credential is sent.
/// * **Certificates.** Each host has its own `certs.d` directory. A token server is also trusted by the authorities of the
///   registry that names it; a client certificate is shown only to the host that it is made for.
/// * **Proxies.** `https` goes through a tunnel (`CONNECT`); a request over plain HTTP goes to the proxy with the whole
///   address, since many proxies refuse tunnels to other ports than 443.
/// * **Time.** It has no time limit of its own. Cancelling the task ends a request at once in every phase: name, connect,
///   proxy, TLS, header and body.
///
/// It follows no redirect, keeps no cookies, writes no log, and takes TLS 1.2 or newer. Connections stay open until
/// ``shutdown()``; ``withTransport(certificates:proxies:trustRoots:_:)`` calls that at the end.
public struct HTTPClientTransport: HTTPTransport {
    private let routes: ConnectionRoutes
    private let pool = ConnectionPool()

    /// Makes a transport for the environment of this process; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - certificates: Where the certificates of registries are. Of several client certificates the first is shown.
    ///   - proxies: Which requests take a proxy.
    ///   - trustRoots: The authorities to trust beside those of `certificates`.
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
    ///   - certificates: Where the certificates of registries are.
    ///   - proxies: Which requests take a proxy.
    ///   - trustRoots: The authorities to trust beside those of `certificates`.
    ///   - body: Gets the transport, which it should not keep.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
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

    /// Closes all connections at once; requests that are under way fail, and so does every later one.
    public func shutdown() {
        pool.shutdown()
    }

    /// Sends one request; a description is at `HTTPTransport`.
    public func send(_ request: HTTPRequest, body: [UInt8], maximumBodySize: Int) async throws -> HTTPReply {
        try await send(request, body: body, maximumBodySize: maximumBodySize, onBehalfOf: nil)
    }

    /// Sends one request to the token server of a registry; a description is at `HTTPTransport`.
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
            // The caller's time limit arrives as a cancellation, and whatever fails after it fails because of it.
            try Task.checkCancellation()
            throw HTTPTransportError(describing: error)
        }
    }
}
#endif
