extension CredentialStore {
    /// The store as a function, which is what clients of registries take.
    ///
    /// - Returns: A function from a host, with or without a port, to its credential; nil if there is none. It throws
    ///   ``ServerAddressError`` for a text that is no host, and what the store throws.
    public func credentialProvider() -> @Sendable (_ host: String) async throws -> Credential? {
        { host in try await get(ServerAddress(host)) }
    }
}
