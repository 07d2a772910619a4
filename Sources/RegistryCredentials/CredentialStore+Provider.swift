extension CredentialStore {
    /// Returns the store's lookup as a function, for registry clients that take one.
    ///
    /// - Returns: A function that takes a host, with or without a port, and returns its credential, or nil if there is
    ///   none. It throws ``ServerAddressError`` for text that is not a host, and the errors of the store.
    public func credentialProvider() -> @Sendable (_ host: String) async throws -> Credential? {
        { host in try await get(ServerAddress(host)) }
    }
}
