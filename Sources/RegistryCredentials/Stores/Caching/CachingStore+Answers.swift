extension CachingStore {
    /// A question to the store.
    ///
    /// Alternative forms of one address are told apart, as the store may do so.
    struct Question: Hashable {
        let server: ServerAddress
        private let form: [UInt8]

        init(_ server: ServerAddress) {
            self.server = server
            form = Array(server.text.utf8)
        }
    }

    /// An answer of the store, and until when it is valid.
    struct Answer {
        let credential: Credential?
        let expiry: Duration
    }

    /// The answer that is kept for a question, if it is still valid.
    func answer(to question: Question) -> Answer? {
        answers[question].flatMap { now() < $0.expiry ? $0 : nil }
    }

    /// Asks the store and keeps its answer, unless the question was forgotten meanwhile.
    func ask(_ question: Question, before change: Int) async throws -> Credential? {
        // The answer may have come between the look at the cache and the start of this work.
        if let answer = answer(to: question) { return answer.credential }
        let credential = try await store.get(question.server)
        if changes == change || !forgotten(since: change, question) { keep(credential, for: question) }
        return credential
    }

    private func keep(_ credential: Credential?, for question: Question) {
        let now = now()
        // Expired answers hold secrets that nobody will ask for.
        answers = answers.filter { now < $0.value.expiry }
        let lifetime = credential == nil ? policy.negativeLifetime : policy.lifetime
        guard lifetime > .zero else { return }
        answers[question] = Answer(credential: credential, expiry: now + lifetime)
    }

    private func forgotten(since change: Int, _ question: Question) -> Bool {
        change < emptied || lastChange.contains { $0.key.isSameHost(as: question.server) && $0.value > change }
    }
}
