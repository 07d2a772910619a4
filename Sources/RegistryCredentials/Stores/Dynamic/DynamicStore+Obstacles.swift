extension DynamicStore {
    /// Why the helper that would save a registry's credential cannot work on this machine.
    package struct HelperObstacle: Sendable {
        /// The reason, such as a missing program or keyring.
        package let error: CredentialStoreError
        /// Whether the helper is used for every registry, so that another `credsStore` helps.
        package let isDefaultHelper: Bool
    }

    /// What a login finds out about the helper that would save it.
    package enum HelperState: Sendable {
        /// Nothing is known that would prevent a save, or no helper is selected.
        case ready
        /// The helper supplies the registry's credential without a login, as those of cloud providers do.
        case supplies(program: String)
        case unusable(HelperObstacle)
    }

    /// Examines the selected helper before a login.
    ///
    /// The helper lists its credentials once, in strict mode, which reads no secret and does not prompt. A locked helper
    /// is not an obstacle. The credential is looked up only if the helper is in `credHelpers` and lists nothing, or is
    /// known to supply credentials without a login.
    ///
    /// - Throws: ``CredentialStoreError`` if the file cannot be read, or the helper fails to supply a credential;
    ///   `CancellationError`.
    package func examineHelper(for server: ServerAddress) async throws -> HelperState {
        guard case .helper(let helper) = try await selectedHolder(of: server), helper.origin != .detected else {
            return .ready
        }
        let supplies = HelperState.supplies(program: helper.store.program.name)
        if HelperTraits.onlySupplies(helper.store.name) {
            guard try await helper.store.strict.get(server) == nil else { return supplies }
            var isDefaultHelper = true
            if case .credentialHelpers = helper.origin { isDefaultHelper = false }
            return .unusable(
                HelperObstacle(error: .suppliesNothing(helper.store, server), isDefaultHelper: isDefaultHelper)
            )
        }
        do {
            guard try await helper.store.probe().isEmpty, case .credentialHelpers = helper.origin else { return .ready }
        } catch let error as CredentialStoreError {
            switch (error.code, helper.origin) {
            case (.unavailable, .credentialHelpers):
                return .unusable(HelperObstacle(error: error, isDefaultHelper: false))
            case (.unavailable, _): return .unusable(HelperObstacle(error: error, isDefaultHelper: true))
            case (.unsupported, _): break
            default: return .ready
            }
        }
        // In strict mode, too, so that the list is not read again.
        return try await helper.store.strict.get(server) == nil ? .ready : supplies
    }
}

extension CredentialStoreError {
    /// A helper that stores no login has no credential for a registry either.
    fileprivate static func suppliesNothing(_ helper: NativeStore, _ server: ServerAddress) -> CredentialStoreError {
        CredentialStoreError(
            .unsupported,
            "\(helper.program.name) stores no logins, and supplies no credential for \(server)",
            advice: ["Log in to its provider, or name another helper in credHelpers"]
        )
    }
}
