public import HTTPTypes

/// The target of a redirect, and the request that may be sent to it.
///
/// Registries redirect requests for blobs to other servers. The next request is the same one without everything that is
/// meant for the first server alone.
public struct HTTPRedirect: Sendable {
    /// The request to send next.
    ///
    /// If it goes to another origin, it has no `Authorization`, `Cookie` or `Proxy-Authorization` field.
    public let request: HTTPRequest

    /// Whether the next request goes to another scheme, host or port, and must not have the credential.
    ///
    /// The credential is then not sent again, even if a later redirect leads back.
    public let leavesOrigin: Bool

    /// Whether the body of the request is to be sent again.
    public let keepsBody: Bool

    /// The statuses that redirect a client.
    static let statuses: Set<Int> = [301, 302, 303, 307, 308]

    /// Parses a redirect; nil if the response is not a redirect.
    ///
    /// - Parameters:
    ///   - response: The response.
    ///   - request: The request that it answers.
    /// - Throws: ``LoginError`` if the response has no valid address, or redirects from https to http. The error does
    ///   not contain the address, which may be any text.
    public init?(of response: HTTPResponse, to request: HTTPRequest) throws(LoginError) {
        guard Self.statuses.contains(response.status.code) else { return nil }
        guard let base = HTTPAddress(request) else {
            throw LoginError(.failed, "cannot follow a redirect: the request has no valid address")
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
        // RFC 9110, section 15.4: 303 requires a GET, and clients also change a POST to a GET after 301 and 302.
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
