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
