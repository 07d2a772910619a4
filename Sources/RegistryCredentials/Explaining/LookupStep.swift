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

    /// What becomes of what was there.
    public enum Standing: Sendable, Equatable {
        /// It counts.
        case counts
        /// Something that is asked earlier has a credential; with what that is. A client may try this one next.
        case outranked(by: String)
        /// It is no answer for this server at all; with the reason.
        case excluded(because: String)
    }

    /// The name of the layer, where several are asked; nil elsewhere.
    public var layer: String?

    /// The file, key and helper, as far as there are any.
    public let place: CredentialStoreError.Place

    /// Why this place speaks for the server, in words: the rule by which a key matches, or what named the helper.
    public let rule: String

    /// What was there.
    public internal(set) var content: Content

    /// Whether that counts.
    public var standing: Standing

    /// Describes a finding.
    ///
    /// - Parameters:
    ///   - place: The file, key and helper, as far as there are any.
    ///   - rule: Why this place speaks for the server, in words.
    ///   - content: What was there.
    ///   - standing: Whether that counts.
    public init(
        at place: CredentialStoreError.Place,
        rule: String,
        _ content: Content,
        standing: Standing = .counts
    ) {
        self.place = place
        self.rule = rule
        self.content = content
        self.standing = standing
    }

    /// The credential, if there is one and it counts.
    public var credential: Credential? { standing == .counts ? heldCredential : nil }

    /// What failed, if that counts.
    public var error: CredentialStoreError? {
        guard standing == .counts, case .failed(let error) = content else { return nil }
        return error
    }

    /// The credential that counts, or that could be tried after another one.
    var usableCredential: Credential? {
        if case .excluded = standing { nil } else { heldCredential }
    }

    private var heldCredential: Credential? {
        if case .credential(let credential) = content { credential } else { nil }
    }
}
