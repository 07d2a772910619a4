public import HTTPTypes

extension RegistryAuthenticator {
    /// Sends a request to the registry with everything that it takes: the credential, one answer to a challenge, redirects.
    ///
    /// The `Authorization` field is set here and nowhere else; one that is in the request already is taken out. Redirects
    /// are followed up to ten times. As soon as one leads to another origin, the credential stays behind for good, and a
    /// challenge is no longer answered.
    ///
    /// - Parameters:
    ///   - request: The request, with scheme and authority.
    ///   - body: Its body, which is sent again where the registry has to be asked again.
    ///   - maximumBodySize: How much of the response's body to keep; 4 MiB is what registries take for a manifest.
    ///   - scopes: What the request needs, such as `repository:team/app:pull`. If they are named, a token that is in the
    ///     cache goes along at once.
    /// - Returns: The last response, whatever its status; a 401 only from somebody else than the registry.
    /// - Throws: ``LoginError`` if there is no response, or no credential that the registry accepts; `CancellationError` if
    ///   the task was cancelled.
    public func send(
        _ request: HTTPRequest,
        body: [UInt8] = [],
        maximumBodySize: Int = 4 * 1024 * 1024,
        scopes: [String] = []
    ) async throws -> HTTPReply {
        var (request, body) = (request, body)
        var used = await authorization(for: request, scopes: scopes)
        request.headerFields[.authorization] = nil
        used?.add(to: &request)
        var mayAnswer = true
        var redirects = 0
        while true {
            let reply = try await runner.sendOnce(request, body: body, maximumBodySize: maximumBodySize)
            // It throws where an answer was refused already, so this comes to an end.
            if mayAnswer,
                let answer = try await authorization(answering: reply, to: request, scopes: scopes, after: used)
            {
                answer.add(to: &request)
                used = answer
                continue
            }
            guard let redirect = try HTTPRedirect(of: reply.head, to: request) else { return reply }
            redirects += 1
            guard redirects <= 10 else { throw LoginError(.failed, "\(registry) redirects again and again") }
            mayAnswer = mayAnswer && !redirect.leavesOrigin
            request = redirect.request
            if !redirect.keepsBody { body = [] }
            // Also on the way back: what an outsider sends here is not the client's own request any more.
            if !mayAnswer { request.headerFields[.authorization] = nil }
        }
    }
}
