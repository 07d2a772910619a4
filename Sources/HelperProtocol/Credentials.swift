/// A user and a secret for one server.
public struct Credentials: Sendable, Equatable {
    /// The user name that says: the secret is an identity token, not a password.
    public static let identityTokenUsername = "<token>"

    /// The key.
    public var server: ServerURL
    /// The user, or ``identityTokenUsername``.
    public var username: String
    /// The password or token.
    public var secret: Secret

    /// Puts the three together.
    ///
    /// - Parameters:
    ///   - server: The key.
    ///   - username: The user; ``identityTokenUsername`` where `secret` is an identity token.
    ///   - secret: The password or token; may be empty.
    public init(server: ServerURL, username: String, secret: Secret) {
        self.server = server
        self.username = username
        self.secret = secret
    }

    /// Compares all three by their bytes.
    public static func == (one: Self, other: Self) -> Bool {
        one.server == other.server && one.username.utf8.elementsEqual(other.username.utf8) && one.secret == other.secret
    }
}
