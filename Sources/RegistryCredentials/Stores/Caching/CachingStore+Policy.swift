extension CachingStore {
    /// How long answers are kept.
    public struct Policy: Sendable, Hashable {
        /// How long a credential is.
        public var lifetime: Duration

        /// How long it is remembered that there is none; zero for not at all.
        public var negativeLifetime: Duration

        /// Puts a policy together.
        ///
        /// - Parameters:
        ///   - lifetime: How long a credential is kept. The default suits helpers of cloud services, whose passwords last
        ///     for an hour and more.
        ///   - negativeLifetime: How long it is remembered that there is none. The default suits a burst of requests, and
        ///     a user who logs in after the first of them.
        public init(lifetime: Duration = .seconds(300), negativeLifetime: Duration = .seconds(5)) {
            self.lifetime = lifetime
            self.negativeLifetime = negativeLifetime
        }
    }
}
