/// A username and a secret for one server.
public struct Credentials: Sendable, Equatable {
    /// The username that marks the secret as an identity token rather than a password.
    public static let identityTokenUsername = "<token>"

    /// The key that the credentials are stored under.
    public var server: ServerURL
    /// The username, or ``identityTokenUsername``.
    public var username: String
    /// The password or token.
    public var secret: Secret

    /// Creates credentials.
    ///
    /// - Parameters:
    ///   - server: The key to store the credentials under.
    ///   - username: The username, or ``identityTokenUsername`` if `secret` is an identity token.
    ///   - secret: The password or token, which may be empty.
    public init(server: ServerURL, username: String, secret: Secret) {
        self.server = server
        self.username = username
        self.secret = secret
    }

    /// Compares all three properties byte for byte.
    public static func == (one: Self, other: Self) -> Bool {
        one.server == other.server && one.username.utf8.elementsEqual(other.username.utf8) && one.secret == other.secret
    }
}
