public import HTTPTypes

/// Sends requests to a registry and its token server: the interface between this library and an HTTP client.
///
/// This library decides where a credential may be sent, and a transport must not change that:
///
/// * It sends exactly the given header fields, once, to the scheme and authority of the request, and the bytes of the
///   path unchanged. A transport that escapes a path again changes the scope that a token server reads.
/// * It **never follows a redirect**, never answers a challenge, never keeps cookies, and never falls back from `https`
///   to `http`.
/// * It stops waiting when the task is cancelled, in every phase. Timeouts cancel the task too.
/// * It does not log `Authorization` fields, queries, or bodies of requests and responses.
public protocol HTTPTransport: Sendable {
    /// Sends one request and reads its response.
    ///
    /// - Parameters:
    ///   - request: The request, with scheme, authority and path.
    ///   - body: Its body; empty for none.
    ///   - maximumBodySize: The number of bytes of the response's body to keep. The rest is discarded and the reply is
    ///     marked ``HTTPReply/isTruncated``, which is not an error.
    /// - Returns: The response, whatever its status.
    /// - Throws: ``HTTPTransportError`` if there is no response; `CancellationError`. Of any other error only the type
    ///   is shown to users, because its text may contain a secret.
    func send(_ request: HTTPRequest, body: [UInt8], maximumBodySize: Int) async throws -> HTTPReply

    /// Sends one request to the token server of a registry.
    ///
    /// A transport with its own certificates also trusts the authorities of `registry` for the token server, as docker
    /// and skopeo do, but shows the registry's client certificate to no other server. Other transports need not
    /// implement this.
    ///
    /// - Parameters:
    ///   - request: The request, with scheme, authority and path.
    ///   - body: Its body; empty for none.
    ///   - maximumBodySize: The number of bytes of the response's body to keep.
    ///   - registry: The registry that names the server of the request as its token server; nil for a request to the
    ///     registry itself.
    /// - Returns: The response, whatever its status.
    /// - Throws: The errors of ``send(_:body:maximumBodySize:)``.
    func send(
        _ request: HTTPRequest,
        body: [UInt8],
        maximumBodySize: Int,
        onBehalfOf registry: HTTPOrigin?
    ) async throws -> HTTPReply
}

extension HTTPTransport {
    /// Sends the request with ``send(_:body:maximumBodySize:)``.
    public func send(
        _ request: HTTPRequest,
        body: [UInt8],
        maximumBodySize: Int,
        onBehalfOf registry: HTTPOrigin?
    ) async throws -> HTTPReply {
        try await send(request, body: body, maximumBodySize: maximumBodySize)
    }
}
