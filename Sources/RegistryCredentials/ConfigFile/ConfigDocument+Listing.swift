internal import Codecs

extension ConfigDocument {
    /// The entries that are not empty, in file order; of several with the same key, the last.
    ///
    /// - Throws: `damaged` if `auths` is not an object. A damaged entry is listed with its problem.
    package func entries() throws(CredentialStoreError) -> [ListedCredential] {
        try contents().map { key, content in
            switch content {
            case .credential(let credential): ListedCredential(key: key, username: credential.username)
            case .damaged(let error): ListedCredential(key: key, username: nil, problem: error)
            case .empty: ListedCredential(key: key, username: nil)
            }
        }
    }

    /// The contents of the entries that are not empty, in file order; of several with the same key, the last.
    func contents() throws(CredentialStoreError) -> [(key: String, content: Candidate.Content)] {
        var positions: [[UInt8]: Int] = [:]
        var contents: [(key: String, content: Candidate.Content)] = []
        for object in try authsObjects() {
            for member in object.members {
                guard let key = member.name else { continue }
                if let position = positions[Array(key.utf8)] { contents[position].content = .empty }
                positions[Array(key.utf8)] = contents.count
                contents.append((key, content(of: member.value, key: key)))
            }
        }
        return contents.filter { $0.content != .empty } + misplacedEntries
    }
}
