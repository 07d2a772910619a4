/// Where a store has saved a credential.
public struct PutReport: Sendable, Equatable {
    /// The file or the helper program, and the key.
    public let place: CredentialStoreError.Place

    /// Whether the secret can be read in a file in plain text.
    public let isPlaintext: Bool

    /// Whether anything was written; nil if the store does not know, as helper programs do not say.
    public let isChanged: Bool?

    /// The user name that was left out; nil if the whole credential was saved.
    ///
    /// The protocol of helpers has no room for a user name beside an identity token.
    public let omittedUsername: String?

    /// Describes a save.
    ///
    /// - Parameters:
    ///   - place: The file or the helper program, and the key.
    ///   - isPlaintext: Whether the secret can be read in a file in plain text.
    ///   - isChanged: Whether anything was written; nil if that is not known.
    ///   - omittedUsername: The user name that was left out.
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
