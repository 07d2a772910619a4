extension CredentialStore {
    /// Looks up the credential for an image: that of its namespace if there is one, or else that of its registry.
    ///
    /// - Returns: The credential; nil if there is none.
    /// - Throws: ``CredentialStoreError`` if the store cannot be read.
    public func get(_ image: ImageReference) async throws -> Credential? {
        try await get(image.server)
    }
}
