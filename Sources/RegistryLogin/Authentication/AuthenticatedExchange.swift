internal import HTTPTypes

/// Sends one request: adds the credential, answers one challenge, and follows redirects.
///
/// After a redirect to another origin, the credential is no longer sent and challenges are no longer answered.
struct AuthenticatedExchange: Sendable {
    let registry: HTTPOrigin
    let runner: RequestRunner
    let maximumBodySize: Int
    let scopes: [String]
    /// The authenticator of earlier requests; nil if the registry has not asked for a credential yet.
    let known: RegistryAuthenticator?
    /// Returns the authenticator that answers a challenge.
    let authenticator: @Sendable () async throws -> RegistryAuthenticator

    private static let maximumRedirects = 10

    /// Sends the request.
    ///
    /// - Parameters:
    ///   - request: The request, with scheme and authority. An `Authorization` field in it is removed.
    ///   - body: Its body.
    /// - Returns: The last response, whatever its status. A 401 can only come from a server other than the registry.
    /// - Throws: ``LoginError``, what `authenticator` throws, or `CancellationError`.
    func send(_ request: HTTPRequest, body: [UInt8]) async throws -> HTTPReply {
        var (request, body) = (request, body)
        var used = await known?.authorization(for: request, scopes: scopes)
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
            // It throws if an answer was already rejected, so this loop ends.
            if mayAnswer, let answer = try await answer(reply, to: request, after: used) {
                answer.add(to: &request)
                used = answer
                continue
            }
            guard let redirect = try HTTPRedirect(of: reply.head, to: request) else { return reply }
            redirects += 1
            guard redirects <= Self.maximumRedirects else {
                throw LoginError(
                    .failed,
                    "\(registry) redirects the request more than \(Self.maximumRedirects) times"
                )
            }
            mayAnswer = mayAnswer && !redirect.leavesOrigin
            request = redirect.request
            if !redirect.keepsBody { body = [] }
            // Also on the way back: a request that another server constructed is no longer the client's own.
            if !mayAnswer { request.headerFields[.authorization] = nil }
        }
    }

    /// The authorization that answers a response; nil if the response is not a challenge of the registry.
    private func answer(
        _ reply: HTTPReply,
        to request: HTTPRequest,
        after used: Authorization?
    ) async throws -> Authorization? {
        // The credential is not looked up before the registry requires one.
        let isChallenge = reply.head.status.code == 401 && HTTPOrigin(request) == registry
        guard known != nil || used != nil || isChallenge else { return nil }
        return try await authenticator().answer(reply, to: request, scopes: scopes, after: used)?.authorization
    }
}
