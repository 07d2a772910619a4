extension RegistryClient {
    /// Options of a ``RegistryClient``.
    public struct Options: Sendable {
        /// Whether the registry may be reached without TLS; by default only on a loopback address, as in Docker.
        public var plainHTTP: PlainHTTP = .loopback

        /// How to authenticate, and the timeout of each request.
        public var authentication = AuthenticationOptions()

        /// Creates options with their defaults.
        public init() {}
    }
}
