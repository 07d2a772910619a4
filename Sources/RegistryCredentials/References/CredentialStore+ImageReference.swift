extension CredentialStore {
    /// Looks up the credential for an image: that of its repository's namespace, else that of its registry.
    ///
    /// - Returns: The credential; nil if there is none.
    /// - Throws: ``CredentialStoreError`` if the store could not look.
    public func get(_ image: ImageReference) async throws -> Credential? {
        try await get(image.server)
    }
}
