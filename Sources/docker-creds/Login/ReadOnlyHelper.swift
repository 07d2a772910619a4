internal import RegistryCredentials

/// Credential helpers that supply credentials but do not store them, such as those of cloud providers.
enum ReadOnlyHelper {
    /// Returns the program name of the helper that supplies a registry's credential; nil if a login can be saved.
    ///
    /// A helper that cannot list but has a credential for the registry is treated as one of them.
    static func supplying(_ server: ServerAddress, in store: DynamicStore) async throws -> String? {
        guard let place = try await store.steps(for: server, runsHelpers: false).first?.place,
            let helper = place.helper
        else { return nil }
        let isKnown = HelperTraits.onlySupplies(String(helper.dropFirst("docker-credential-".count)))
        guard isKnown ? true : try await store.listIsUnsupported(by: helper) else { return nil }
        return try await store.get(server) == nil ? nil : helper
    }
}

extension DynamicStore {
    fileprivate func listIsUnsupported(by helper: String) async throws -> Bool {
        try await list().contains { $0.place.helper == helper && !$0.isUsernameKnown && $0.problem == nil }
    }
}
