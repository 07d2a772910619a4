internal import Codecs

extension ConfigDocument {
    /// Every entry that is not empty, in the order of the file; of several with one key the last.
    ///
    /// - Throws: `malformed` if `auths` is no object. That an entry is damaged is said by itself.
    package func entries() throws(CredentialStoreError) -> [StoredEntry] {
        var positions: [[UInt8]: Int] = [:]
        var entries: [StoredEntry?] = []
        for object in try authsObjects() {
            for member in object.members {
                guard let key = member.name else { continue }
                if let position = positions[Array(key.utf8)] { entries[position] = nil }
                positions[Array(key.utf8)] = entries.count
                entries.append(entry(key, content(of: member.value, key: key)))
            }
        }
        return entries.compactMap(\.self)
    }

    private func entry(_ key: String, _ content: Candidate.Content) -> StoredEntry? {
        switch content {
        case .empty: nil
        case .credential(let credential): StoredEntry(key: key, username: credential.username, problem: nil)
        case .damaged(let error): StoredEntry(key: key, username: nil, problem: error)
        }
    }
}
