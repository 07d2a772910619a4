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
    ///   - maximumBodySize: How much of the response's body to keep; by default 4 MiB, which registries accept for a
    ///     manifest.
    ///   - scopes: What the request needs, such as `repository:team/app:pull`. If they are named, a token that is in the
    ///     cache is sent at once.
    /// - Returns: The last response, whatever its status; a 401 only from another server than the registry.
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
            let reply = try await runner.send(
                request,
                body: body,
                maximumBodySize: maximumBodySize,
                to: .storage(HTTPOrigin(request) ?? registry, namedBy: registry, ServerTextFilter(hiding: []))
            )
            // It throws where an answer was rejected already, so this comes to an end.
            if mayAnswer, let answer = try await answer(reply, to: request, scopes: scopes, after: used) {
                answer.authorization.add(to: &request)
                used = answer.authorization
                continue
            }
            guard let redirect = try HTTPRedirect(of: reply.head, to: request) else { return reply }
            redirects += 1
            guard redirects <= 10 else {
                throw LoginError(.failed, "\(registry) redirects the request more than 10 times")
            }
            mayAnswer = mayAnswer && !redirect.leavesOrigin
            request = redirect.request
            if !redirect.keepsBody { body = [] }
            // Also on the way back: a request that another server made up is not the client's own any more.
            if !mayAnswer { request.headerFields[.authorization] = nil }
        }
    }
}
