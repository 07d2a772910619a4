public import HTTPTypes

/// What carries requests to a registry and its token server: the seam between the rules of this library and an HTTP client.
///
/// All rules on where a credential may go are applied above this protocol, so a transport must leave them alone:
///
/// * It sends exactly the header fields that it is given, once, to the scheme and authority of the request, and the bytes
///   of the path as they are. A transport that escapes a path anew changes the scope that a token server reads.
/// * It **never follows a redirect**, never answers a challenge, never keeps cookies, and never falls back from `https` to
///   `http`.
/// * It stops waiting when the task is cancelled, in every phase. That is also how a time limit reaches it.
/// * It logs no `Authorization` field, no query of a request, and no body, of either direction.
public protocol HTTPTransport: Sendable {
    /// Sends one request and reads its response.
    ///
    /// - Parameters:
    ///   - request: The request, with scheme, authority and path.
    ///   - body: Its body; empty for none.
    ///   - maximumBodySize: How many bytes of the response's body to keep. The rest is dropped and the reply is marked
    ///     ``HTTPReply/isTruncated``; that is not an error.
    /// - Returns: The response. No status is an error here.
    /// - Throws: ``HTTPTransportError`` if there is no response, and `CancellationError` if the task was cancelled. Of
    ///   any other error only the type is ever shown to a person, since its text may hold anything.
    func send(_ request: HTTPRequest, body: [UInt8], maximumBodySize: Int) async throws -> HTTPReply

    /// Sends one request to the token server of a registry.
    ///
    /// A transport with certificates of its own trusts the authorities of `registry` for it too, as docker and skopeo do,
    /// and shows the registry's client certificate to no other server. Other transports need not implement it.
    ///
    /// - Parameters:
    ///   - request: The request, with scheme, authority and path.
    ///   - body: Its body; empty for none.
    ///   - maximumBodySize: How many bytes of the response's body to keep.
    ///   - registry: The registry that names the server of the request as its token server; nil for a request to the
    ///     registry itself.
    /// - Returns: The response. No status is an error here.
    /// - Throws: What ``send(_:body:maximumBodySize:)`` throws.
    func send(
        _ request: HTTPRequest,
        body: [UInt8],
        maximumBodySize: Int,
        onBehalfOf registry: HTTPOrigin?
    ) async throws -> HTTPReply
}

extension HTTPTransport {
    /// Sends the request as any other.
    public func send(
        _ request: HTTPRequest,
        body: [UInt8],
        maximumBodySize: Int,
        onBehalfOf registry: HTTPOrigin?
    ) async throws -> HTTPReply {
        try await send(request, body: body, maximumBodySize: maximumBodySize)
    }
}
