/// A listing entry: everything a store knows about a credential except its secret.
public struct ListedCredential: Sendable, Equatable {
    /// The key under which it lies, as the store spells it; in rare files it holds user information.
    public let key: String

    /// The user; nil where the secret is a token, and where that is not known.
    public let username: String?

    /// The file or the helper that has it, where several were asked.
    public var place: CredentialStoreError.Place

    /// Whether it is known who the user is: false for a helper that lists nothing and may have a credential all the same.
    public let isUsernameKnown: Bool

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
        isUsernameKnown = problem == nil
    }

    /// An entry for a registry whose helper may have a credential, and does not list it.
    init(unknownUserAt place: CredentialStoreError.Place, key: String) {
        self.key = key
        self.place = place
        username = nil
        problem = nil
        isUsernameKnown = false
    }

    /// The registry that the key means; nil if it means none.
    public var server: ServerAddress? { try? ServerAddress(key) }

    /// Compares bytes, not what Unicode takes for equal.
    public static func == (one: Self, other: Self) -> Bool {
        one.key.utf8.elementsEqual(other.key.utf8)
            && one.username.map { Array($0.utf8) } == other.username.map { Array($0.utf8) }
            && one.place == other.place && one.isUsernameKnown == other.isUsernameKnown && one.problem == other.problem
    }
}
