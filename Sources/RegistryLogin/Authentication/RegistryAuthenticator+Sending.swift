public import HTTPTypes

extension RegistryAuthenticator {
    /// Sends a request to the registry: adds the credential, answers one challenge, and follows redirects.
    ///
    /// Replaces an `Authorization` field of the request. Follows up to ten redirects. After a redirect to another
    /// origin, the credential is no longer sent and challenges are no longer answered.
    ///
    /// - Parameters:
    ///   - request: The request, with scheme and authority.
    ///   - body: Its body, which is sent again after a challenge.
    ///   - maximumBodySize: The number of bytes of the response's body to keep; by default 4 MiB, the limit that
    ///     registries have for a manifest.
    ///   - scopes: The scopes that the request needs, such as `repository:team/app:pull`. With them, a cached token is
    ///     sent at once.
    /// - Returns: The last response, whatever its status. A 401 can only come from a server other than the registry.
    /// - Throws: ``LoginError`` if there is no response, or if the registry accepts no credential; `CancellationError`.
    public func send(
        _ request: HTTPRequest,
        body: [UInt8] = [],
        maximumBodySize: Int = 4 * 1024 * 1024,
        scopes: [String] = []
    ) async throws -> HTTPReply {
        let exchange = AuthenticatedExchange(
            registry: registry,
            runner: runner,
            maximumBodySize: maximumBodySize,
            scopes: scopes,
            known: self,
            authenticator: { self }
        )
        return try await exchange.send(request, body: body)
    }
}
