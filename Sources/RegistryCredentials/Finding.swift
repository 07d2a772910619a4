/// One place where a credential of a server was looked for, and what was there.
public struct Finding: Sendable, Equatable {
    /// What was in a place.
    public enum Content: Sendable, Equatable {
        /// A credential.
        case credential(Credential)
        /// An entry without a credential, such as the `{}` that Docker leaves for what a helper keeps.
        case empty
        /// No entry for this server.
        case nothing
        /// Something that could not be reached or understood.
        case failed(CredentialStoreError)
        /// What nobody looked at; with the reason.
        case notAsked(String)
    }

    /// The name of the layer, where several are asked; nil elsewhere.
    public var layer: String?

    /// The file, key and helper, as far as there are any.
    public let place: CredentialStoreError.Place

    /// Why this place speaks for the server, in words: the rule by which a key matches, or what named the helper.
    public let rule: String

    /// What was there.
    public let content: Content

    /// Why it does not count, in words; nil if it does.
    public var overruledBy: String?

    /// Describes a finding.
    ///
    /// - Parameters:
    ///   - place: The file, key and helper, as far as there are any.
    ///   - rule: Why this place speaks for the server, in words.
    ///   - content: What was there.
    ///   - overruledBy: Why it does not count, in words; nil if it does.
    public init(
        at place: CredentialStoreError.Place,
        rule: String,
        _ content: Content,
        overruledBy: String? = nil
    ) {
        self.place = place
        self.rule = rule
        self.content = content
        self.overruledBy = overruledBy
    }

    /// The credential, if there is one and it counts.
    public var credential: Credential? {
        guard overruledBy == nil, case .credential(let credential) = content else { return nil }
        return credential
    }

    /// What failed, if that counts.
    public var error: CredentialStoreError? {
        guard overruledBy == nil, case .failed(let error) = content else { return nil }
        return error
    }
}
