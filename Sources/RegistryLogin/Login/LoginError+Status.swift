internal import HTTPTypes
internal import HelperProtocol

extension LoginError {
    /// What a status other than success means that a registry or token server answered with.
    ///
    /// - Parameters:
    ///   - reply: The response. Of its body, only a registry's error list is read.
    ///   - server: Who answered.
    ///   - request: What was asked for, as the words after "a".
    ///   - secrets: What the error list may not show.
    /// - Returns: The error.
    static func status(
        of reply: HTTPReply,
        from server: HTTPOrigin,
        to request: String,
        hiding secrets: [Secret]
    ) -> LoginError {
        let status = reply.head.status.code
        let (code, problem): (Code, String) =
            switch status {
            case 401: (.refused, "\(server) does not accept the credential")
            case 403: (.forbidden, "\(server) forbids this \(request)")
            case 404: (.notFound, "\(server) has nothing at the address of the \(request)")
            case 405: (.methodNotAllowed, "\(server) does not answer a \(request)")
            case 429: (.rateLimited, "\(server) was asked too often")
            case 500...: (.unavailable, "\(server) has a problem of its own")
            default: (.notARegistry, "\(server) answers a \(request) as no registry does")
            }
        return LoginError(
            code,
            "\(problem): status \(status)",
            status: status,
            registryErrors: RegistryErrorEntry.read(reply.body, hiding: secrets),
            advice: advice(for: code)
        )
    }

    private static func advice(for code: Code) -> [String] {
        switch code {
        case .refused: ["Check the user name and the password or token"]
        case .notFound, .methodNotAllowed, .notARegistry: ["Check that this is the address of a registry"]
        case .rateLimited, .unavailable: ["Try again later"]
        default: []
        }
    }
}
