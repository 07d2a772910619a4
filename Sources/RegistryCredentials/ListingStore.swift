/// A store that can list its credentials without revealing a secret.
public protocol ListingStore: CredentialStore {
    /// Lists the keys and user names in the store.
    ///
    /// - Returns: The entries; an entry that cannot be read is included with its problem.
    /// - Throws: ``CredentialStoreError`` if the store cannot be listed; `CancellationError`.
    func list() async throws -> [ListedCredential]
}
