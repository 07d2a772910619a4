/// One step of a lookup: a place where a credential was looked for, and what was found.
public struct LookupStep: Sendable, Equatable {
    /// What was in a place.
    public enum Content: Sendable, Equatable {
        /// A credential.
        case credential(Credential)
        /// An entry without a credential, such as the `{}` that Docker leaves for what a helper keeps.
        case empty
        /// No entry for this registry.
        case nothing
        /// No such file, or a variable that is not set.
        case absent
        /// Something that could not be reached or parsed.
        case failed(CredentialStoreError)
        /// A place that was not looked at; with the reason.
        case notAsked(String)
    }

    /// Whether what was found is used.
    public enum Status: Sendable, Equatable {
        /// It is used, unless an earlier step has a credential already.
        case selected
        /// An earlier step has a credential; with what that is. A client may try this one next.
        case shadowed(by: String)
        /// It is never used for this registry; with the reason.
        case ignored(because: String)
    }

    /// The name of the layer, where several are asked; nil elsewhere.
    public var layer: String?

    /// The file, key and helper, as far as there are any.
    public let place: CredentialStoreError.Place

    /// Why this place was looked at: the rule by which a key matches, or what named the helper.
    public let rule: String

    /// What was found.
    public internal(set) var content: Content

    /// Whether that is used.
    public var status: Status

    /// What the user should know about this place, a sentence; nil for nothing.
    public var note: String?

    /// Describes a step.
    ///
    /// - Parameters:
    ///   - place: The file, key and helper, as far as there are any.
    ///   - rule: Why this place was looked at.
    ///   - content: What was found.
    ///   - status: Whether that is used.
    public init(
        at place: CredentialStoreError.Place,
        rule: String,
        _ content: Content,
        status: Status = .selected
    ) {
        self.place = place
        self.rule = rule
        self.content = content
        self.status = status
    }

    /// The credential, if there is one and it is used.
    public var credential: Credential? { status == .selected ? heldCredential : nil }

    /// What failed, unless the step is ignored.
    public var error: CredentialStoreError? {
        guard status == .selected, case .failed(let error) = content else { return nil }
        return error
    }

    /// The credential that is used, or that could be tried after another one.
    var usableCredential: Credential? {
        if case .ignored = status { nil } else { heldCredential }
    }

    private var heldCredential: Credential? {
        if case .credential(let credential) = content { credential } else { nil }
    }
}
