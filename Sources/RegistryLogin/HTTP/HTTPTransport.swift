public import HTTPTypes

/// What carries requests to a registry and its token server: the seam between the rules of this library and an HTTP client.
///
/// All rules on where a credential may go are applied above this protocol, so a transport must leave them alone:
///
/// * It sends exactly the header fields that it is given, once, to the scheme and authority of the request.
/// * It **never follows a redirect**, never answers a challenge, never keeps cookies, and never goes from `https` to
///   `http` for any reason.
/// * It stops waiting when the task is cancelled, which is also how a time limit reaches it.
/// * What it logs has no `Authorization` field, no query of a request, and no body, of either direction.
public protocol HTTPTransport: Sendable {
    /// Sends one request and reads its response.
    ///
    /// - Parameters:
    ///   - request: The request, with scheme, authority and path.
    ///   - body: Its body; empty for none.
    ///   - maximumBodySize: How many bytes of the response's body to keep. What goes beyond is dropped, and the reply
    ///     is marked ``HTTPReply/isTruncated``; that is not an error.
    /// - Returns: The response. No status is an error here.
    /// - Throws: ``HTTPTransportError`` if there is no response, and `CancellationError` if the task was cancelled. Of
    ///   any other error only the type is ever shown to a person, since its text may hold anything.
    func send(_ request: HTTPRequest, body: [UInt8], maximumBodySize: Int) async throws -> HTTPReply
}
