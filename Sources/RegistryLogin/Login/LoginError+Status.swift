internal import HTTPTypes

extension LoginError {
    /// Returns the error for a status other than success.
    ///
    /// Token servers reply with 400 if a token has expired or was revoked (RFC 6749, section 5.2).
    ///
    /// - Parameters:
    ///   - reply: The response. Only the server's error entries are read from its body.
    ///   - server: The server's name in the message.
    ///   - isTokenServer: Whether it is a token server.
    ///   - filter: Hides secrets in the server's text.
    /// - Returns: The error.
    static func status(
        of reply: HTTPReply,
        from server: String,
        isTokenServer: Bool = false,
        _ filter: ServerTextFilter
    ) -> LoginError {
        let status = reply.head.status.code
        let said = RegistryErrorEntry.read(reply.body, filter)
        let isClientError = [400, 401, 403].contains(status)
        let isTooMany = isClientError && (reply.retryAfter != nil || said.contains(where: \.meansTooMany))
        let (code, problem): (Code, String) =
            switch status {
            case _ where isTooMany: (.rateLimited, "\(server) refuses to check the credentials for now")
            case 401: (.rejected, "\(server) rejected the credentials")
            case 400 where isTokenServer: (.rejected, "\(server) rejected the credentials")
            case 403: (.forbidden, "\(server) denied access")
            case 404: (.notFound, isTokenServer ? "\(server) was not found" : "\(server) has no registry at /v2/")
            case 405: (.methodNotAllowed, "\(server) does not support the request")
            case 429: (.rateLimited, "\(server) limits requests")
            case 500...: (.unavailable, "\(server) failed")
            default: (isTokenServer ? .failed : .notARegistry, "\(server) sent an unexpected response")
            }
        return LoginError(
            code,
            "\(problem) (\(name(of: status)))",
            status: status,
            serverErrors: said,
            retryAfter: reply.retryAfter,
            advice: advice(for: code, reply.retryAfter, isTokenServer: isTokenServer, hasReason: !said.isEmpty)
        )
    }

    /// Returns the status with its standard reason phrase; the server's own phrase is not shown.
    static func name(of status: Int) -> String {
        reasonPhrases[status].map { "\(status) \($0)" } ?? "status \(status)"
    }

    /// RFC 9110, section 15.
    private static let reasonPhrases = [
        400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
        429: "Too Many Requests", 500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable",
        504: "Gateway Timeout",
    ]

    private static func advice(
        for code: Code,
        _ retryAfter: Duration?,
        isTokenServer: Bool,
        hasReason: Bool
    ) -> [String] {
        switch code {
        case .rejected: ["Check the user name and the password or access token"]
        case .forbidden where !hasReason: ["Check that the user may use this registry"]
        case .notFound where !isTokenServer, .methodNotAllowed, .notARegistry:
            ["Check that this is the address of a registry"]
        case .rateLimited, .unavailable:
            switch retryAfter {
            case nil: ["Try again later"]
            case .zero?: ["Try again"]
            case let wait?: ["Try again in \(wait.components.seconds) seconds"]
            }
        default: []
        }
    }
}
