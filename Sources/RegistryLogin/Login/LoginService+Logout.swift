public import RegistryCredentials

extension LoginService {
    /// Removes the credential of a registry from every store, under all aliases of its address.
    ///
    /// The registry is not contacted, so no transport is needed. A store that fails does not keep the others from being
    /// asked. A helper program that several stores name is asked once for the same thing.
    ///
    /// - Parameters:
    ///   - server: The registry.
    ///   - stores: All stores that a lookup would ask.
    /// - Returns: What was removed from each store. That there was nothing is not an error, so that a second logout
    ///   succeeds.
    /// - Throws: `CancellationError` if the task was cancelled.
    public static func logout(of server: ServerAddress, from stores: [NamedStore]) async throws -> LogoutReport {
        try await HelperCallCache.sharing {
            var entries: [LogoutReport.Entry] = []
            for named in stores {
                try Task.checkCancellation()
                let report = try await named.store.deleteReporting(server)
                entries.append(LogoutReport.Entry(store: named.name, report: report))
            }
            return LogoutReport(entries: entries)
        }
    }
}
