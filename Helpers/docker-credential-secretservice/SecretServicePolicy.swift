import HelperProtocol

/// Which item is meant, and what is made of it.
struct SecretServicePolicy {
    let service: any SecretServiceCalls
    /// Whether to fail where it cannot be known that there is nothing.
    let isStrict: Bool
    let diagnostics: HelperDiagnostics

    /// The credentials of a server; nil if there are none.
    ///
    /// Of several items the newest counts. One in a locked keyring is looked at only if there is none in an open one:
    /// nobody should be asked for a password while an answer is at hand.
    func get(_ server: ServerURL) throws(SecretServiceError) -> Credentials? {
        let found = try items(of: server)
        guard !found.isEmpty else {
            if try service.hidesItems() {
                guard !isStrict else { throw .locked }
                diagnostics.note("the default keyring is locked and does not tell what is in it")
            }
            return nil
        }
        var open = found.filter { !$0.item.isLocked }
        if open.isEmpty {
            try service.unlock(found.map(\.item))
            open = try items(of: server).filter { !$0.item.isLocked }
            // Unlocked and yet locked, or gone: another client was faster.
            guard !open.isEmpty else { throw .locked }
        }
        guard let newest = try newest(of: open) else { return nil }
        guard let bytes = try service.secret(of: newest.item) else { throw .locked }
        guard let secret = Secret(utf8: bytes) else {
            throw .failed("the secret that the keyring has for this server is not UTF-8 text")
        }
        return Credentials(server: server, username: DockerItem.username(in: newest.attributes), secret: secret)
    }

    /// The users of all servers.
    ///
    /// Loads no secret and unlocks nothing.
    func list() throws(SecretServiceError) -> [ServerURL: String] {
        let found = try service.search(DockerItem.allItems)
        let attributes = try service.attributes(of: found)
        var candidates: [ServerURL: [Candidate]] = [:]
        var unreadable = 0
        var foreign = 0
        for (item, attributes) in zip(found, attributes) {
            if let attributes, let server = DockerItem.server(in: attributes) {
                candidates[server, default: []].append(Candidate(item: item, attributes: attributes))
            } else if item.isLocked && DockerItem.isSilent(attributes) {
                unreadable += 1
            } else if attributes.map(DockerItem.isCredential) == true {
                foreign += 1
            }
        }
        if unreadable > 0 {
            diagnostics.note(
                "not listed, as a locked keyring does not tell what they are: \(unreadable) of its entries"
            )
        }
        if foreign > 0 {
            diagnostics.note("not listed, as no client could ask for their server URL: \(foreign) of the entries")
        }
        var users: [ServerURL: String] = [:]
        for (server, candidates) in candidates {
            users[server] = try newest(of: candidates).map { DockerItem.username(in: $0.attributes) }
        }
        return users
    }

    /// Removes all items of a server.
    ///
    /// Those in open keyrings go first, so that a prompt which nobody answers keeps as little as possible.
    func erase(_ server: ServerURL) throws(SecretServiceError) {
        try service.waitForTurn()
        let found = try items(of: server)
        try deleteOpen(found)
        if found.contains(where: \.item.isLocked) {
            try service.unlock(found.map(\.item).filter(\.isLocked))
        } else {
            guard found.isEmpty, try service.hidesItems() else { return }
            _ = try service.openCollection(named: nil)
        }
        // Only now do those that were locked tell whether they are what is to be erased.
        try deleteOpen(items(of: server))
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
        let found = try service.search(DockerItem.items(of: server))
        guard !found.isEmpty else { return [] }
        return zip(found, try service.attributes(of: found)).compactMap { item, attributes in
            if let attributes, DockerItem.server(in: attributes) == server {
                return Candidate(item: item, attributes: attributes)
            }
            return item.isLocked && DockerItem.isSilent(attributes) ? Candidate(item: item, attributes: [:]) : nil
        }
    }

    private func newest(of candidates: [Candidate]) throws(SecretServiceError) -> Candidate? {
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
