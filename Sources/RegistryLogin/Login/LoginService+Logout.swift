public import RegistryCredentials

extension LoginService {
    /// Removes the credential of a registry from every store, under all aliases of its address.
    ///
    /// The registry is not contacted, so no transport is needed. The deletion continues after a store fails. Identical
    /// calls of a helper program that several stores name are made once.
    ///
    /// - Parameters:
    ///   - server: The registry.
    ///   - stores: All stores that a lookup would search.
    /// - Returns: The entries that were removed from each store. A missing credential is not an error, so a second
    ///   logout succeeds.
    /// - Throws: `CancellationError`.
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
