import HelperProtocol

/// The rules of the four verbs: which items are read, changed and unlocked.
struct SecretServicePolicy {
    let service: any SecretServiceCalls
    let diagnostics: HelperDiagnostics

    /// Returns the credentials of a server; nil if there are none.
    ///
    /// If there are several items, the newest is used. Locked items are unlocked only if no unlocked item is found, so that
    /// no unnecessary prompt appears.
    func get(_ server: ServerURL) throws(SecretServiceError) -> Credentials? {
        // Another client may replace the item between the search and the reading of its secret.
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

    /// Deletes all items of a server.
    ///
    /// Unlocked items are deleted first, as a prompt for the others may not be answered.
    func erase(_ server: ServerURL) throws(SecretServiceError) {
        try service.waitForTurn()
        let found = try items(of: server)
        try deleteOpen(found)
        let locked = found.map(\.item).filter(\.isLocked)
        let concealed = try service.concealedCollections()
        guard !locked.isEmpty || !concealed.isEmpty else { return }
        let refusal = try unlock(locked, concealed)
        // Only now do the items that were locked reveal their attributes.
        let left = try items(of: server)
        try deleteOpen(left)
        if let refusal { throw refusal }
        if left.contains(where: \.item.isLocked) { throw .locked }
        try check(concealed)
    }

    /// Returns the unlocked items of a server; unlocks locked ones if there are no others.
    private func openItems(of server: ServerURL) throws(SecretServiceError) -> [Candidate] {
        let found = try items(of: server)
        var open = found.filter { !$0.item.isLocked }
        guard open.isEmpty else {
            if open.count < found.count {
                diagnostics.note("another login for this server is in a locked keyring and may be newer")
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
        // Another client has locked or deleted the items again.
        guard found.isEmpty, now.isEmpty else { throw .locked }
        try check(concealed)
        return []
    }

    /// Throws ``SecretServiceError/locked`` if a provider reported to have unlocked collections that are locked.
    private func check(_ concealed: [String]) throws(SecretServiceError) {
        guard !concealed.isEmpty else { return }
        guard try service.concealedCollections().isEmpty else { throw .locked }
    }

    /// Unlocks items and collections.
    ///
    /// - Returns: Why some stayed locked; nil if all were unlocked. The unlocked ones may suffice.
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

    /// Returns the items of a server.
    ///
    /// A locked item that does not reveal its attributes is included, as the search found it.
    func items(of server: ServerURL) throws(SecretServiceError) -> [Candidate] {
        var found: [SecretItem] = []
        var attributes: [[String: String]?] = []
        // An item that was deleted since the search has mostly been replaced. Some providers also find deleted items.
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
        // Each time costs a call and is mostly not needed.
        guard candidates.count > 1 else { return candidates.first }
        let times = try service.modificationTimes(of: candidates.map(\.item))
        return zip(candidates, times).max { ($0.1, $0.0.order) < ($1.1, $1.0.order) }?.0
    }

    /// An item and its attributes.
    struct Candidate {
        let item: SecretItem
        let attributes: [String: String]

        /// Orders items that were changed in the same second: providers number their items in ascending order.
        var order: Int { item.path.split(separator: "/").last.flatMap { Int($0) } ?? 0 }
    }
}
