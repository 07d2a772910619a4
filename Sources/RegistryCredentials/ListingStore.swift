/// A store that can list its credentials without revealing a secret.
public protocol ListingStore: CredentialStore {
    /// Lists the keys and users that the store has.
    ///
    /// - Returns: The entries; one that cannot be read is among them with its problem.
    /// - Throws: ``CredentialStoreError`` if the store cannot be listed; `CancellationError`.
    func list() async throws -> [ListedCredential]
}
