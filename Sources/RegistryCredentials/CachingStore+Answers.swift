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

    /// What was asked: the store may make a difference between spellings that mean the same.
    struct Question: Hashable {
        let server: ServerAddress
        private let spelling: [UInt8]

        init(_ server: ServerAddress) {
            self.server = server
            spelling = Array(server.text.utf8)
        }
    }

    /// What was answered, and until when it holds.
    struct Answer {
        let credential: Credential?
        let expiry: Duration
    }

    func keep(_ credential: Credential?, for question: Question) {
        let now = now()
        // Expired answers hold secrets for nobody.
        answers = answers.filter { now < $0.value.expiry }
        let lifetime = credential == nil ? policy.negativeLifetime : policy.lifetime
        guard lifetime > .zero else { return }
        answers[question] = Answer(credential: credential, expiry: now + lifetime)
    }
}
