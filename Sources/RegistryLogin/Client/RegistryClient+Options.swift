extension RegistryClient {
    /// How a client reaches its registry.
    public struct Options: Sendable {
        /// Whether the registry may be reached without TLS; by default only on a loopback address, as in Docker.
        public var plainHTTP: PlainHTTP = .loopback

        /// How to authenticate, and how long each request may take, from the look-up of the name to the end of the body.
        public var authentication = AuthenticationOptions()

        /// Creates options with their defaults.
        public init() {}
    }
}
