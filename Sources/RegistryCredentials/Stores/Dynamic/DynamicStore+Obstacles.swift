extension DynamicStore {
    /// Why the helper that would save a registry's credential cannot work on this machine.
    package struct HelperObstacle: Sendable {
        /// The reason, such as a missing program or keyring.
        package let error: CredentialStoreError
        /// Whether the helper is used for every registry, so that another `credsStore` helps.
        package let isDefaultHelper: Bool
    }

    /// Returns why the selected helper cannot work on this machine; nil if it can, or no helper is selected.
    ///
    /// The helper lists its credentials, which reads no secret and does not prompt. A locked helper is no obstacle.
    ///
    /// - Throws: ``CredentialStoreError`` if the file cannot be read; `CancellationError`.
    package func helperObstacle(for server: ServerAddress) async throws -> HelperObstacle? {
        guard case .helper(let helper) = try await selectedHolder(of: server), helper.origin != .detected else {
            return nil
        }
        do {
            try await helper.store.probe()
            return nil
        } catch let error as CredentialStoreError {
            guard error.code == .unavailable else { return nil }
            if case .credentialHelpers = helper.origin { return HelperObstacle(error: error, isDefaultHelper: false) }
            return HelperObstacle(error: error, isDefaultHelper: true)
        }
    }
}
