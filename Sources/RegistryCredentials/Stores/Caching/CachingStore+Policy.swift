extension CachingStore {
    /// How long results are cached.
    public struct Policy: Sendable, Hashable {
        /// How long a credential is cached.
        public var lifetime: Duration

        /// The time that the absence of a credential is cached; zero to cache none.
        public var negativeLifetime: Duration

        /// Creates a policy.
        ///
        /// - Parameters:
        ///   - lifetime: How long a credential is cached. The default suits helpers of cloud providers, whose passwords
        ///     are valid for an hour or more.
        ///   - negativeLifetime: How long the absence of a credential is cached. The default covers a burst of
        ///     requests, and is short enough for a user who logs in after the first one.
        public init(lifetime: Duration = .seconds(300), negativeLifetime: Duration = .seconds(5)) {
            self.lifetime = lifetime
            self.negativeLifetime = negativeLifetime
        }
    }
}
