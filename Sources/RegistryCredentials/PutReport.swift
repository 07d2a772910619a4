/// The result of a save: where a store put a credential.
public struct PutReport: Sendable, Equatable {
    /// The file or the helper program, and the key.
    public let place: CredentialStoreError.Place

    /// Whether the secret is stored in a file in plain text.
    public let isPlaintext: Bool

    /// Whether anything was written; nil if unknown, because helper programs do not report it.
    public let isChanged: Bool?

    /// The user name that was not saved; nil if the whole credential was saved.
    ///
    /// The credential helper protocol cannot represent a user name with an identity token.
    public let omittedUsername: String?

    /// Creates a report.
    ///
    /// - Parameters:
    ///   - place: The file or the helper program, and the key.
    ///   - isPlaintext: Whether the secret is stored in a file in plain text.
    ///   - isChanged: Whether anything was written; nil if unknown.
    ///   - omittedUsername: The user name that was not saved.
    public init(
        at place: CredentialStoreError.Place = CredentialStoreError.Place(),
        isPlaintext: Bool = false,
        isChanged: Bool? = nil,
        omittedUsername: String? = nil
    ) {
        self.place = place
        self.isPlaintext = isPlaintext
        self.isChanged = isChanged
        self.omittedUsername = omittedUsername
    }
}
