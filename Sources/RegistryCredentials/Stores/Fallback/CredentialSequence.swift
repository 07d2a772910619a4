/// The credentials for one registry, the best first.
///
/// Iteration throws if there is no credential and a place that may have one could not be read.
public struct CredentialSequence: AsyncSequence, Sendable {
    /// The type of the elements.
    public typealias Element = Credential

    let server: ServerAddress
    let sources: [any ExplainingStore]

    /// Returns an iterator that starts with the best credential.
    public func makeAsyncIterator() -> Iterator {
        Iterator(server: server, sources: sources[...])
    }

    /// An iterator that reads one source after the other.
    public struct Iterator: AsyncIteratorProtocol {
        let server: ServerAddress
        var sources: ArraySlice<any ExplainingStore>
        private var credentials: [Credential] = []
        private var yielded: [Credential] = []
        private var error: CredentialStoreError?

        init(server: ServerAddress, sources: ArraySlice<any ExplainingStore>) {
            self.server = server
            self.sources = sources
        }

        /// Returns the next credential that differs from the previous ones.
        ///
        /// - Returns: The credential; nil if there are no more.
        /// - Throws: ``CredentialStoreError`` of the first place that could not be read, if there was no credential;
        ///   `CancellationError`.
        public mutating func next() async throws -> Credential? {
            while true {
                if !credentials.isEmpty {
                    let credential = credentials.removeFirst()
                    guard !yielded.contains(credential) else { continue }
                    yielded.append(credential)
                    return credential
                }
                guard let source = sources.popFirst() else {
                    guard yielded.isEmpty, let error else { return nil }
                    self.error = nil
                    throw error
                }
                let steps = try await source.steps(for: server, runsHelpers: true)
                credentials = steps.compactMap(\.usableCredential)
                guard let failure = steps.lazy.compactMap(\.error).first else { continue }
                switch (source as? FallbackStore.Source)?.layer.errors {
                case .ignore: continue
                case .throwAtOnce where credentials.isEmpty:
                    sources = []
                    error = failure
                default: error = error ?? failure
                }
            }
        }
    }
}
