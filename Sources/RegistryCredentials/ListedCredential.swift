/// What a store tells of a credential without its secret.
public struct ListedCredential: Sendable, Equatable {
    /// The key under which it lies, as the store spells it.
    public let key: String

    /// The user; nil where the secret is a token.
    public let username: String?

    /// Names a key and its user.
    ///
    /// - Parameters:
    ///   - key: The key under which a credential lies.
    ///   - username: The user; nil where the secret is a token.
    public init(key: String, username: String?) {
        self.key = key
        self.username = username
    }

    /// The registry that the key means; nil if it means none.
    public var server: ServerAddress? { try? ServerAddress(key) }

    /// Compares bytes, not what Unicode takes for equal.
    public static func == (one: Self, other: Self) -> Bool {
        one.key.utf8.elementsEqual(other.key.utf8)
            && one.username.map { Array($0.utf8) } == other.username.map { Array($0.utf8) }
    }
}
