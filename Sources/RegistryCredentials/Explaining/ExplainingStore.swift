/// A store that can explain its answers.
public protocol ExplainingStore: CredentialStore {
    /// Looks into every place that is considered for a registry, in the order of precedence.
    ///
    /// `get` returns the first credential among them that is used, or throws the first error if there is none.
    ///
    /// - Parameters:
    ///   - server: The registry.
    ///   - runsHelpers: Whether helper programs are run. One that is not is a step that was not looked at.
    /// - Returns: What was found, also where that is nothing; an empty list means that there is no such place.
    /// - Throws: `CancellationError`. What cannot be reached or parsed is a step.
    func steps(for server: ServerAddress, runsHelpers: Bool) async throws -> [LookupStep]
}

extension ExplainingStore {
    /// Explains which credential is used for a registry, and why.
    ///
    /// Nothing in it is secret. Helper programs are run, as for `get`, up to the first that has a credential.
    ///
    /// - Parameter server: The registry.
    /// - Returns: The steps of the lookup; the description is a text of several lines.
    /// - Throws: `CancellationError`.
    public func explain(_ server: ServerAddress) async throws -> Explanation {
        Explanation(of: server, steps: try await steps(for: server, runsHelpers: true))
    }

    /// All credentials for a server, the best first, for clients that try one after the other.
    ///
    /// - Parameter server: The registry.
    /// - Returns: A sequence that looks into a place when its turn comes.
    public func credentials(for server: ServerAddress) -> CredentialSequence {
        CredentialSequence(server: server, sources: (self as? FallbackStore)?.sources ?? [self])
    }
}
