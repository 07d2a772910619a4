extension CachingStore {
    /// A lookup in the store.
    ///
    /// Alternative forms of an address are distinguished, because the store may distinguish them.
    struct Question: Hashable {
        let server: ServerAddress
        private let form: [UInt8]

        init(_ server: ServerAddress) {
            self.server = server
            form = Array(server.text.utf8)
        }
    }

    /// A cached result and its expiry.
    struct Answer {
        let credential: Credential?
        let expiry: Duration
    }

    /// Returns the cached result of a lookup, if it has not expired.
    func answer(to question: Question) -> Answer? {
        answers[question].flatMap { now() < $0.expiry ? $0 : nil }
    }

    /// Calls the store and caches the result, unless the lookup was invalidated meanwhile.
    func ask(_ question: Question, before change: Int) async throws -> Credential? {
        // The result may have been cached since the caller checked.
        if let answer = answer(to: question) { return answer.credential }
        let credential = try await store.get(question.server)
        if changes == change || !forgotten(since: change, question) { keep(credential, for: question) }
        return credential
    }

    private func keep(_ credential: Credential?, for question: Question) {
        let now = now()
        // Removes expired results, which hold secrets that are no longer used.
        answers = answers.filter { now < $0.value.expiry }
        let lifetime = credential == nil ? policy.negativeLifetime : policy.lifetime
        guard lifetime > .zero else { return }
        answers[question] = Answer(credential: credential, expiry: now + lifetime)
    }

    private func forgotten(since change: Int, _ question: Question) -> Bool {
        change < emptied || lastChange.contains { $0.key.isSameHost(as: question.server) && $0.value > change }
    }
}
