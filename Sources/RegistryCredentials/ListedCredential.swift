/// A listing entry: everything a store knows about a credential except its secret.
public struct ListedCredential: Sendable, Equatable {
    /// The key of the credential, exactly as stored; it may contain user information.
    public let key: String

    /// The user name; nil if the secret is a token or the user is unknown.
    public let username: String?

    /// The file or the helper that stores it, if several stores were listed.
    public var place: CredentialStoreError.Place

    /// The setting that makes clients look there: `credsStore`, `credHelpers["HOST"]` or `auths`; nil if no setting
    /// does.
    public internal(set) var selectedBy: String?

    /// Whether the user is known; false for a helper that does not list a credential that it may still have.
    public let isUsernameKnown: Bool

    /// Why the user, or the existence of a credential, is unknown; nil if both are known.
    public let problem: CredentialStoreError?

    /// Creates a listing entry.
    ///
    /// - Parameters:
    ///   - key: The key of the credential.
    ///   - username: The user name; nil if the secret is a token.
    ///   - place: The file or the helper that stores it.
    ///   - problem: Why the user is unknown.
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

    /// Creates an entry for a registry whose helper may have a credential but does not list it.
    init(unknownUserAt place: CredentialStoreError.Place, key: String) {
        self.key = key
        self.place = place
        username = nil
        problem = nil
        isUsernameKnown = false
    }

    /// Returns the entry with the setting that selects its store.
    func selected(by setting: String) -> ListedCredential {
        var entry = self
        entry.selectedBy = setting
        return entry
    }

    /// The registry that the key names; nil if the key is not an address.
    public var server: ServerAddress? { try? ServerAddress(key) }

    /// Compares text byte for byte rather than by Unicode equivalence.
    public static func == (one: Self, other: Self) -> Bool {
        one.key.utf8.elementsEqual(other.key.utf8)
            && one.username.map { Array($0.utf8) } == other.username.map { Array($0.utf8) }
            && one.place == other.place && one.selectedBy == other.selectedBy
            && one.isUsernameKnown == other.isUsernameKnown && one.problem == other.problem
    }
}
