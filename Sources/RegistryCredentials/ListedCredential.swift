/// What a store tells of a credential without its secret.
public struct ListedCredential: Sendable, Equatable {
    /// The key under which it lies, as the store spells it; in rare files it holds user information.
    public let key: String

    /// The user; nil where the secret is a token, and where that is not known.
    public let username: String?

    /// The file or the helper that has it, where several were asked.
    public var place: CredentialStoreError.Place

    /// Why it is not known who the user is, or whether there is a credential at all; nil if that is known.
    public let problem: CredentialStoreError?

    /// Names a key and its user.
    ///
    /// - Parameters:
    ///   - key: The key under which a credential lies.
    ///   - username: The user; nil where the secret is a token.
    ///   - place: The file or the helper that has it.
    ///   - problem: Why the user is not known.
    public init(
        key: String,
        username: String?,
        at place: CredentialStoreError.Place = CredentialStoreError.Place(),
        problem: CredentialStoreError? = nil
    ) {
        self.key = key
        self.username = username
        self.place = place
        self.problem = problem
    }

    /// The registry that the key means; nil if it means none.
    public var server: ServerAddress? { try? ServerAddress(key) }

    /// Compares bytes, not what Unicode takes for equal.
    public static func == (one: Self, other: Self) -> Bool {
        one.key.utf8.elementsEqual(other.key.utf8)
            && one.username.map { Array($0.utf8) } == other.username.map { Array($0.utf8) }
            && one.place == other.place && one.problem == other.problem
    }
}
