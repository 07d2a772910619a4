internal import HTTPTypes

/// Checks whether a server is a registry: version 2 of the API responds at `/v2/`.
struct RegistryProbe: Sendable {
    let runner: RequestRunner
    let registry: HTTPOrigin
    let filter: ServerTextFilter

    /// The number of bytes of the response that are read, enough for an error list.
    static let maximumBodySize = 64 * 1024

    var request: HTTPRequest {
        HTTPRequest(method: .get, scheme: registry.scheme, authority: registry.authority, path: "/v2/")
    }

    /// Sends the request, with or without a credential.
    ///
    /// Redirects are not followed, even within the origin: the response of another page, such as a sign-in page, says
    /// nothing about the credential.
    ///
    /// - Parameter authorization: The authorization to send; nil for none.
    /// - Returns: The response, whatever its status, unless it is a redirect.
    /// - Throws: ``LoginError`` if there is no response, or if it is a redirect; `CancellationError`.
    func ask(with authorization: Authorization? = nil) async throws -> HTTPReply {
        var request = request
        authorization?.add(to: &request)
        let reply = try await runner.send(request, maximumBodySize: Self.maximumBodySize, to: .registry(registry))
        guard let redirect = try HTTPRedirect(of: reply.head, to: request) else { return reply }
        guard redirect.leavesOrigin, let target = HTTPOrigin(redirect.request) else {
            throw LoginError(
                .notARegistry,
                "\(registry) redirects /v2/ to another page, which no registry does",
                status: reply.head.status.code,
                advice: ["Check that this is the address of a registry"]
            )
        }
        throw LoginError(
            .notARegistry,
            "\(registry) redirects /v2/ to \(filter.shown(target))",
            status: reply.head.status.code,
            advice: ["If that is the registry, log in to \(filter.shown(target.authority, limit: 80))"]
        )
    }

    /// Checks that a successful response comes from a registry.
    ///
    /// Registries send an empty body or JSON, and not all of them send `Docker-Distribution-Api-Version`.
    ///
    /// - Throws: ``LoginError`` with the code ``LoginError/Code/notARegistry`` for a web page.
    func checkIsRegistry(_ reply: HTTPReply) throws(LoginError) {
        let type = reply.head.headerFields[.contentType]?.lowercased() ?? ""
        let first = reply.body.first { !" \t\r\n".utf8.contains($0) }
        guard !type.hasPrefix("text/html"), first != UInt8(ascii: "<") else {
            throw LoginError(
                .notARegistry,
                "\(registry) answers with a web page",
                status: reply.head.status.code,
                advice: ["Check that this is the address of a registry"]
            )
        }
    }

    /// Returns the error for a response with a status other than success.
    func error(for reply: HTTPReply, hiding filter: ServerTextFilter? = nil) -> LoginError {
        LoginError.status(of: reply, from: "\(registry)", filter ?? self.filter)
    }
}
