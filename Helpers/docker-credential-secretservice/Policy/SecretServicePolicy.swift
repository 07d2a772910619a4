import HelperProtocol

/// Which item is meant, and what is made of it.
struct SecretServicePolicy {
    let service: any SecretServiceCalls
    let diagnostics: HelperDiagnostics

    /// The credentials of a server; nil if there are none.
    ///
    /// Of several items the newest counts. What is locked is unlocked only if there is nothing in what is open: nobody
    /// should be asked for a password while an answer is at hand.
    func get(_ server: ServerURL) throws(SecretServiceError) -> Credentials? {
        // Another client may replace the item between the search and the question for its secret.
        for _ in 1...3 {
            guard let newest = try newest(of: openItems(of: server)) else { return nil }
            guard let bytes = try service.secret(of: newest.item) else { continue }
            guard let secret = Secret(utf8: bytes) else {
                throw .failed("the secret that the keyring has for this server is not UTF-8 text")
            }
            return Credentials(server: server, username: DockerItem.username(in: newest.attributes), secret: secret)
        }
        throw .locked
    }

    /// Removes all items of a server.
    ///
    /// Those in open keyrings go first, so that a prompt which nobody answers keeps as little as possible.
    func erase(_ server: ServerURL) throws(SecretServiceError) {
        try service.waitForTurn()
        let found = try items(of: server)
        try deleteOpen(found)
        let locked = found.map(\.item).filter(\.isLocked)
        let concealed = try service.concealedCollections()
        guard !locked.isEmpty || !concealed.isEmpty else { return }
        let refusal = try unlock(locked, concealed)
        // Only now do those that were locked tell whether they are what is to be erased.
        let left = try items(of: server)
        try deleteOpen(left)
        if let refusal { throw refusal }
        if left.contains(where: \.item.isLocked) { throw .locked }
        try check(concealed)
    }

    /// The items of a server that can be read, for which what is locked is unlocked if it must be; none if there are
    /// none at all.
    private func openItems(of server: ServerURL) throws(SecretServiceError) -> [Candidate] {
        let found = try items(of: server)
        var open = found.filter { !$0.item.isLocked }
        guard open.isEmpty else {
            if open.count < found.count {
                diagnostics.note("there is another login for this server in a locked keyring, and it may be newer")
            }
            return open
        }
        let concealed = try service.concealedCollections()
        guard !found.isEmpty || !concealed.isEmpty else { return [] }
        let refusal = try unlock(found.map(\.item), concealed)
        let now = try items(of: server)
        open = now.filter { !$0.item.isLocked }
        guard open.isEmpty else { return open }
        if let refusal { throw refusal }
        // Unlocked and yet locked, or gone: another client was faster.
        guard found.isEmpty, now.isEmpty else { throw .locked }
        try check(concealed)
        return []
    }

    /// Throws ``SecretServiceError/locked`` if a provider said that it has unlocked what it has not.
    private func check(_ concealed: [String]) throws(SecretServiceError) {
        guard !concealed.isEmpty else { return }
        guard try service.concealedCollections().isEmpty else { throw .locked }
    }

    /// Unlocks items and collections.
    ///
    /// - Returns: Why not all of them were unlocked. Some may have been, and that may do.
    private func unlock(
        _ items: [SecretItem],
        _ collections: [String]
    ) throws(SecretServiceError) -> SecretServiceError? {
        do throws(SecretServiceError) {
            try service.unlock(items, collections)
            return nil
        } catch {
            switch error {
            case .locked, .dismissed: return error
            default: throw error
            }
        }
    }

    private func deleteOpen(_ candidates: [Candidate]) throws(SecretServiceError) {
        for candidate in candidates where !candidate.item.isLocked {
            try service.delete(candidate.item)
        }
    }

    /// The items of a server.
    ///
    /// A locked one that does not tell its attributes is taken for what the search found it as.
    func items(of server: ServerURL) throws(SecretServiceError) -> [Candidate] {
        var found: [SecretItem] = []
        var attributes: [[String: String]?] = []
        // What is gone when it is looked at has been replaced, mostly. A provider may also find what has long gone.
        for _ in 1...3 {
            found = try service.search(DockerItem.items(of: server))
            guard !found.isEmpty else { return [] }
            attributes = try service.attributes(of: found)
            if !attributes.contains(nil) { break }
        }
        return zip(found, attributes).compactMap { item, attributes in
            if let attributes, DockerItem.server(in: attributes) == server {
                return Candidate(item: item, attributes: attributes)
            }
            return item.isLocked && DockerItem.isSilent(attributes) ? Candidate(item: item, attributes: [:]) : nil
        }
    }

    func newest(of candidates: [Candidate]) throws(SecretServiceError) -> Candidate? {
        // The times cost a call each, and are mostly not needed.
        guard candidates.count > 1 else { return candidates.first }
        let times = try service.modificationTimes(of: candidates.map(\.item))
        return zip(candidates, times).max { ($0.1, $0.0.order) < ($1.1, $1.0.order) }?.0
    }

    /// An item and what it is found by.
    struct Candidate {
        let item: SecretItem
        let attributes: [String: String]

        /// Breaks a tie within one second: providers number their items upwards.
        var order: Int { item.path.split(separator: "/").last.flatMap { Int($0) } ?? 0 }
    }
}
