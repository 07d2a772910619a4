/// A store that can say how it comes to its answers, and what else there would be.
public protocol ExplainingStore: CredentialStore {
    /// Looks into every place that speaks for a server, in the order in which they count.
    ///
    /// `get` answers with the first credential among them that is not overruled.
    ///
    /// - Parameters:
    ///   - server: The registry.
    ///   - runsHelpers: Whether helper programs are run. One that is not is a finding that nobody looked at.
    /// - Returns: What was found, also of places that have nothing; an empty list says that there is no such place.
    /// - Throws: `CancellationError`. What cannot be reached or understood is a finding.
    func findings(for server: ServerAddress, runsHelpers: Bool) async throws -> [Finding]
}

extension ExplainingStore {
    /// Says which file, key, rule and helper answer for a server, and what loses to them.
    ///
    /// Nothing in it is secret. Helper programs are run, as for `get`, up to the first that answers.
    ///
    /// - Parameter server: The registry.
    /// - Returns: The answer and the way to it, as a value; its description is a text of several lines.
    /// - Throws: `CancellationError`.
    public func explain(_ server: ServerAddress) async throws -> Explanation {
        Explanation(of: server, findings: try await findings(for: server, runsHelpers: true))
    }

    /// All credentials for a server, the best first, for clients that try one after the other.
    ///
    /// - Parameter server: The registry.
    /// - Returns: A sequence that looks into a place when its turn comes.
    public func credentials(for server: ServerAddress) -> CredentialSequence {
        CredentialSequence(server: server, sources: (self as? FallbackStore)?.sources ?? [self])
    }
}
