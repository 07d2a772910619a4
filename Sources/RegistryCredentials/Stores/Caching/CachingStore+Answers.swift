extension CachingStore {
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
