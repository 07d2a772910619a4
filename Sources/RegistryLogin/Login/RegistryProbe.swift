internal import HTTPTypes

/// Asks whether there is a registry: version 2 of its interface answers at `/v2/` whoever is allowed to use it.
struct RegistryProbe: Sendable {
    let runner: RequestRunner
    let registry: HTTPOrigin

    /// What is asked for, as errors name it.
    static let name = "request for the registry interface"

    /// How much of the answer is read: enough for an error list.
    private static let maximumBodySize = 64 * 1024

    /// Asks, with or without a credential.
    ///
    /// - Parameter authorization: What goes along; nil for nothing.
    /// - Returns: The answer, whatever its status.
    /// - Throws: ``LoginError`` if there is no answer, or if it leads to another origin; `CancellationError` if the task
    ///   was cancelled.
    func ask(with authorization: Authorization?) async throws -> HTTPReply {
        var request = HTTPRequest(
            method: .get,
            scheme: registry.scheme,
            authority: registry.authority,
            path: "/v2/"
        )
        authorization?.add(to: &request)
        let answer = try await runner.send(request, maximumBodySize: Self.maximumBodySize)
        if let elsewhere = answer.elsewhere {
            throw LoginError(
                .notARegistry,
                "\(registry) is no registry itself and redirects to \(elsewhere)",
                status: answer.reply.head.status.code,
                advice: ["If that is the registry, log in to \(elsewhere.authority)"]
            )
        }
        return answer.reply
    }

    /// Refuses a page for people, which is no registry's answer even with status 200.
    ///
    /// Registries answer with nothing or with JSON, and not all of them send `Docker-Distribution-Api-Version`.
    ///
    /// - Parameter reply: The answer.
    /// - Throws: ``LoginError`` with the code ``LoginError/Code/notARegistry``.
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
}
