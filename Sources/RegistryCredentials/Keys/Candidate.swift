/// An entry that may answer for a server.
package struct Candidate: Sendable {
    /// What the entry says.
    package enum Content: Sendable, Equatable {
        /// A credential.
        case credential(Credential)
        /// Nothing: Docker leaves `{}` behind for credentials that a helper keeps.
        case empty
        /// Something that cannot be understood.
        case damaged(CredentialStoreError)
    }

    /// The key of the entry, as it is in the file; it may hold user information.
    package let key: String
    /// Why the key answers for the server.
    package let rule: MatchRule
    package let content: Content

    /// The credential, if there is one.
    package var credential: Credential? {
        if case .credential(let credential) = content { credential } else { nil }
    }
}

extension Candidate {
    /// The candidate with the file in the error of a damaged entry.
    func inFile(_ path: String) -> Candidate {
        guard case .damaged(let error) = content else { return self }
        return Candidate(key: key, rule: rule, content: .damaged(error.inFile(path)))
    }
}

extension [Candidate] {
    /// The credential of the first that has one.
    ///
    /// - Throws: The error of the first damaged one, if no other has a credential.
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
