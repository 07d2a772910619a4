internal import HTTPTypes

/// Asks whether there is a registry: version 2 of its interface answers at `/v2/`.
struct RegistryProbe: Sendable {
    let runner: RequestRunner
    let registry: HTTPOrigin
    let filter: ServerTextFilter

    /// How much of the answer is read: enough for an error list.
    static let maximumBodySize = 64 * 1024

    var request: HTTPRequest {
        HTTPRequest(method: .get, scheme: registry.scheme, authority: registry.authority, path: "/v2/")
    }

    /// Asks, with or without a credential.
    ///
    /// No redirect is followed, within the origin or out of it: what another page answers, such as one for signing in,
    /// says nothing about the credential.
    ///
    /// - Parameter authorization: The authorization to send; nil for none.
    /// - Returns: The answer with any other status.
    /// - Throws: ``LoginError`` if there is no answer, or if it is a redirect; `CancellationError` if the task was
    ///   cancelled.
    func ask(with authorization: Authorization? = nil) async throws -> HTTPReply {
        var request = request
        authorization?.add(to: &request)
        let reply = try await runner.send(request, maximumBodySize: Self.maximumBodySize, to: .registry(registry))
        guard let redirect = try HTTPRedirect(of: reply.head, to: request) else { return reply }
        guard redirect.leavesOrigin, let target = HTTPOrigin(redirect.request) else {
            throw LoginError(
                .notARegistry,
                "\(registry) redirects /v2/ to another page of its own, as no registry does",
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

    /// Checks that an answer with a status of success is a registry's.
    ///
    /// Registries answer with nothing or with JSON, and not all of them send `Docker-Distribution-Api-Version`.
    ///
    /// - Throws: ``LoginError`` with the code ``LoginError/Code/notARegistry`` if it is a page for people.
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

    /// The error for an answer with a status other than success.
    func error(for reply: HTTPReply, hiding filter: ServerTextFilter? = nil) -> LoginError {
        LoginError.status(of: reply, from: "\(registry)", filter ?? self.filter)
    }
}
