/// An entry that applies to a server.
package struct Candidate: Sendable {
    /// The content of the entry.
    package enum Content: Sendable, Equatable {
        /// A credential.
        case credential(Credential)
        /// No credential: Docker writes `{}` for a credential that is stored in a helper.
        case empty
        /// An entry that cannot be parsed.
        case damaged(CredentialStoreError)
    }

    /// The key of the entry, as it is in the file; it may hold user information.
    package let key: String
    /// Why the key applies to the server.
    package let rule: MatchRule
    package let content: Content

    /// The credential, if there is one.
    package var credential: Credential? {
        if case .credential(let credential) = content { credential } else { nil }
    }
}

extension Candidate {
    /// Returns the candidate, with the file added to the error of a damaged entry.
    func inFile(_ path: String) -> Candidate {
        guard case .damaged(let error) = content else { return self }
        return Candidate(key: key, rule: rule, content: .damaged(error.inFile(path)))
    }
}

extension [Candidate] {
    /// Returns the first credential.
    ///
    /// - Throws: The error of the first damaged entry, if no entry has a credential.
    package func best() throws(CredentialStoreError) -> Credential? {
        for candidate in self {
            if let credential = candidate.credential { return credential }
        }
        for candidate in self {
            if case .damaged(let error) = candidate.content { throw error }
        }
        return nil
    }
}
