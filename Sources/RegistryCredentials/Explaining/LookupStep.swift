/// One step of a lookup: a place that was searched, and the result.
public struct LookupStep: Sendable, Equatable {
    /// The content of a place.
    public enum Content: Sendable, Equatable {
        /// A credential.
        case credential(Credential)
        /// An entry without a credential, such as the `{}` that Docker writes for a credential in a helper.
        case empty
        /// No entry for this registry.
        case nothing
        /// The file does not exist, or the variable is not set.
        case absent
        /// The place could not be read.
        case failed(CredentialStoreError)
        /// The place was not searched, with the reason.
        case notAsked(String)
    }

    /// Whether the content of a place is used.
    public enum Status: Sendable, Equatable {
        /// The content is used, unless an earlier step has a credential.
        case selected
        /// An earlier step has a credential, which is described. A client may try this one next.
        case shadowed(by: String)
        /// The content is never used for this registry, with the reason.
        case ignored(because: String)
    }

    /// The name of the layer in a ``FallbackStore``; nil in other stores.
    public var layer: String?

    /// The file, key and helper, as far as they apply.
    public let place: CredentialStoreError.Place

    /// Why this place was searched: the rule by which the key matches, or the setting that names the helper.
    public let rule: String

    /// The content of the place.
    public internal(set) var content: Content

    /// Whether the content is used.
    public var status: Status

    /// A note for the user about this place, as a sentence; nil if there is none.
    public var note: String?

    /// Creates a step.
    ///
    /// - Parameters:
    ///   - place: The file, key and helper, as far as they apply.
    ///   - rule: Why this place was searched.
    ///   - content: The content of the place.
    ///   - status: Whether the content is used.
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

    /// The error, unless the step is ignored.
    public var error: CredentialStoreError? {
        guard status == .selected, case .failed(let error) = content else { return nil }
        return error
    }

    /// The credential, if it is used or could be tried after another one.
    var usableCredential: Credential? {
        if case .ignored = status { nil } else { heldCredential }
    }

    private var heldCredential: Credential? {
        if case .credential(let credential) = content { credential } else { nil }
    }
}
