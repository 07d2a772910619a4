import HelperProtocol

extension SecretServicePolicy {
    /// Returns the users of all servers.
    ///
    /// Reads no secret and unlocks nothing.
    func list() throws(SecretServiceError) -> [ServerURL: String] {
        let found = try service.search(DockerItem.allItems)
        let attributes = found.isEmpty ? [] : try service.attributes(of: found)
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
        noteOmissions(unreadable: unreadable, foreign: foreign, concealed: try service.concealedCollections().count)
        var users: [ServerURL: String] = [:]
        for (server, candidates) in candidates {
            users[server] = try newest(of: candidates).map { DockerItem.username(in: $0.attributes) }
        }
        return users
    }

    private func noteOmissions(unreadable: Int, foreign: Int, concealed: Int) {
        if unreadable > 0 {
            diagnostics.note(
                "not listed: \(unreadable) entries of a locked keyring, which does not reveal them"
            )
        }
        if concealed > 0 {
            diagnostics.note(
                "not listed: the entries of \(concealed) locked keyrings"
            )
        }
        if foreign > 0 {
            diagnostics.note("not listed: \(foreign) entries with a server URL that no client can ask for")
        }
    }
}
