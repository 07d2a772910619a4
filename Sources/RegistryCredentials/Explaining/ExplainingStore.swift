/// A store that can explain which credential it returns.
public protocol ExplainingStore: CredentialStore {
    /// Returns a step for every place that may have a credential for a registry, in order of precedence.
    ///
    /// `get` returns the first credential that is used, or throws the first error if there is
    /// none.
    ///
    /// - Parameters:
    ///   - server: The registry.
    ///   - runsHelpers: Whether helper programs are run. Otherwise the step of a helper has no content.
    /// - Returns: The steps, including those of places without a credential; empty if there is no place to search.
    /// - Throws: `CancellationError`. A place that cannot be read is a step with an error.
    func steps(for server: ServerAddress, runsHelpers: Bool) async throws -> [LookupStep]
}

extension ExplainingStore {
    /// Explains which credential is used for a registry, and why.
    ///
    /// The explanation contains no secret. Helper programs are run as for `get`, up to the first
    /// that has a credential.
    ///
    /// - Parameter server: The registry.
    /// - Returns: The steps of the lookup. Their description has several lines.
    /// - Throws: `CancellationError`.
    public func explain(_ server: ServerAddress) async throws -> Explanation {
        Explanation(of: server, steps: try await steps(for: server, runsHelpers: true))
    }

    /// Returns all credentials for a registry, the best first, for clients that try several.
    ///
    /// - Parameter server: The registry.
    /// - Returns: A sequence that reads each place lazily.
    public func credentials(for server: ServerAddress) -> CredentialSequence {
        CredentialSequence(server: server, sources: (self as? FallbackStore)?.sources ?? [self])
    }
}
