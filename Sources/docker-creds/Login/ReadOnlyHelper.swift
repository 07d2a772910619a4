internal import RegistryCredentials

/// Credential helpers that supply credentials and save none, such as those of cloud providers.
enum ReadOnlyHelper {
    /// Helpers that are known to have no `store`.
    private static let known: Set<String> = [
        "docker-credential-ecr-login", "docker-credential-gcloud", "docker-credential-gcr", "docker-credential-acr-env",
    ]

    /// The program name of the helper that supplies the credential for a registry; nil if a login is to be saved.
    ///
    /// A helper that has no `list` either, and yet an answer for the registry, is taken for one of them.
    static func supplying(_ server: ServerAddress, in store: DynamicStore) async throws -> String? {
        guard let place = try await store.steps(for: server, runsHelpers: false).first?.place,
            let helper = place.helper
        else { return nil }
        guard known.contains(helper) ? true : try await store.listIsUnsupported(by: helper) else { return nil }
        return try await store.get(server) == nil ? nil : helper
    }
}

extension DynamicStore {
    fileprivate func listIsUnsupported(by helper: String) async throws -> Bool {
        try await list().contains { $0.place.helper == helper && !$0.isUsernameKnown && $0.problem == nil }
    }
}
