public import HTTPTypes

/// Where a response sends its client, and what of the request may go there.
///
/// A registry sends its clients to storage elsewhere for blobs. The next request is the same one without everything that
/// was meant for the first server alone.
public struct HTTPRedirect: Sendable {
    /// The request to send next.
    ///
    /// To another origin it has no `Authorization`, `Cookie` or `Proxy-Authorization`.
    public let request: HTTPRequest

    /// Whether the next request goes to another scheme, host or port, so that the credential must stay behind.
    ///
    /// It stays behind for good, also if a later redirect leads back.
    public let leavesOrigin: Bool

    /// Whether the body of the request is to be sent again.
    public let keepsBody: Bool

    /// The statuses that send a client elsewhere.
    static let statuses: Set<Int> = [301, 302, 303, 307, 308]

    /// Reads a redirect; nil if the response is none.
    ///
    /// - Parameters:
    ///   - response: The response.
    ///   - request: The request that it answers.
    /// - Throws: ``LoginError`` if the response names no address that a request can be sent to, or leads from https to
    ///   http. The address is not in it, since a server can put anything there.
    public init?(of response: HTTPResponse, to request: HTTPRequest) throws(LoginError) {
        guard Self.statuses.contains(response.status.code) else { return nil }
        guard let base = HTTPAddress(request) else {
            throw LoginError(.failed, "a request without a valid address was redirected")
        }
        guard let location = response.headerFields[.location] else {
            throw LoginError(
                .failed,
                "\(base.origin) redirects the request without naming an address",
                status: response.status.code
            )
        }
        let target: HTTPAddress
        do {
            target = try HTTPAddress(location, relativeTo: base)
        } catch {
            throw LoginError(.failed, "\(base.origin) redirects the request to an address that \(error.problem)")
        }
        guard target.origin.isSecure || !base.origin.isSecure else {
            throw LoginError(.insecure, "\(base.origin) redirects the request to plain HTTP")
        }
        var next = request
        next.scheme = target.origin.scheme
        next.authority = target.origin.authority
        next.path = target.target
        leavesOrigin = target.origin != base.origin
        if leavesOrigin {
            for name in [HTTPField.Name.authorization, .cookie, .proxyAuthorization] { next.headerFields[name] = nil }
        }
        // RFC 9110, section 15.4: 303 asks for a GET, and clients make one of a POST after 301 and 302 as well.
        let becomesGet =
            response.status.code == 303
            ? request.method != .get && request.method != .head
            : request.method == .post && response.status.code < 303
        if becomesGet {
            next.method = .get
            for name in [HTTPField.Name.contentType, .contentLength, .contentEncoding] { next.headerFields[name] = nil }
        }
        keepsBody = !becomesGet
        self.request = next
    }
}
