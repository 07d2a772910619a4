extension FileStore: ExplainingStore {
    /// Returns a step for every entry that applies to a registry.
    ///
    /// - Parameters:
    ///   - server: The registry, under any of its names.
    ///   - runsHelpers: Ignored: this store runs no helper.
    /// - Returns: A step for each entry, in order of precedence; a single step with no entry if none applies.
    /// - Throws: `CancellationError`.
    public func steps(for server: ServerAddress, runsHelpers: Bool) async throws -> [LookupStep] {
        do {
            return LookupStep.list(of: try await candidates(for: server), in: path)
        } catch let error as CredentialStoreError {
            return [LookupStep(at: .init(file: path), rule: "", .failed(error))]
        }
    }
}
