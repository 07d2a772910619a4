/// The credentials for one server, the best first.
///
/// It ends with an error if there is none and a place that may have one could not be read.
public struct CredentialSequence: AsyncSequence, Sendable {
    /// What it yields.
    public typealias Element = Credential

    let server: ServerAddress
    let sources: [any ExplainingStore]

    /// Begins with the best.
    public func makeAsyncIterator() -> Iterator {
        Iterator(server: server, sources: sources[...])
    }

    /// Looks into one source after the other.
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

        /// The next credential that differs from those before it.
        ///
        /// - Returns: The credential; nil if there is no other.
        /// - Throws: ``CredentialStoreError`` of the first place that could not be read, if there was no credential at all;
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
                case .stop where credentials.isEmpty:
                    sources = []
                    error = failure
                default: error = error ?? failure
                }
            }
        }
    }
}
