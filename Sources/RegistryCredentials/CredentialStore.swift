/// A place where the credentials of registries are.
public protocol CredentialStore: Sendable {
    /// Looks up the credential of a server.
    ///
    /// - Parameter server: The registry, however it is spelt.
    /// - Returns: The credential; nil if there is none.
    /// - Throws: ``CredentialStoreError`` if the store could not look: it is unavailable, locked, damaged. That there is
    ///   no credential is not an error.
    func get(_ server: ServerAddress) async throws -> Credential?

    /// Saves the credential of a server, in the place of the one that was there.
    ///
    /// - Parameters:
    ///   - credential: What to save.
    ///   - server: The registry, however it is spelt.
    /// - Throws: ``CredentialStoreError`` if it was not saved; what was there before is still there then.
    func put(_ credential: Credential, for server: ServerAddress) async throws

    /// Removes the credential of a server, so that `get` answers nil.
    ///
    /// - Parameter server: The registry, however it is spelt.
    /// - Throws: ``CredentialStoreError`` if it is still there. That there was none is not an error.
    func delete(_ server: ServerAddress) async throws
}
