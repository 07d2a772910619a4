extension FileStore: ExplainingStore {
    /// Looks at every entry that speaks for a server.
    ///
    /// - Parameters:
    ///   - server: The registry, however it is spelt.
    ///   - runsHelpers: Of no account: a file runs none.
    /// - Returns: A step for each entry, in the order in which they count; one that says so if there is none.
    /// - Throws: `CancellationError`.
    public func steps(for server: ServerAddress, runsHelpers: Bool) async throws -> [LookupStep] {
        do {
            return LookupStep.list(of: try await candidates(for: server), in: path)
        } catch let error as CredentialStoreError {
            return [LookupStep(at: .init(file: path), rule: "", .failed(error))]
        }
    }
}
