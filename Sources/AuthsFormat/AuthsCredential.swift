package import HelperProtocol

/// The credential members that one entry of `auths` may hold.
///
/// An empty user name or token becomes nil.
package struct AuthsCredential: Sendable, Equatable {
    package let username: String?
    /// The password; it can be empty only with a user name.
    package let password: Secret?
    package let identityToken: Secret?
    package let registryToken: Secret?

    package init(
        username: String? = nil,
        password: Secret? = nil,
        identityToken: Secret? = nil,
        registryToken: Secret? = nil
    ) {
        let username = username.flatMap { $0.isEmpty ? nil : $0 }
        let identityToken = Self.nonEmpty(identityToken)
        let registryToken = Self.nonEmpty(registryToken)
        // With a token, Docker writes an `auth` of the user name, or of `<token>` without one, and an empty password.
        let isMark = identityToken != nil && username?.utf8.elementsEqual(Self.tokenUsername.utf8) == true
        let mayBeEmpty = username != nil && identityToken == nil && registryToken == nil
        self.username = isMark ? nil : username
        self.password = mayBeEmpty ? password : Self.nonEmpty(password)
        self.identityToken = identityToken
        self.registryToken = registryToken
    }

    /// The user name that marks an identity token without a user, in helper messages and in `auth`.
    package static let tokenUsername = Credentials.identityTokenUsername

    /// Whether the entry holds neither a user name nor a secret.
    package var isEmpty: Bool {
        username == nil && password == nil && identityToken == nil && registryToken == nil
    }

    /// Compares user names byte for byte, and secrets without stopping at the first difference.
    package static func == (one: Self, other: Self) -> Bool {
        one.username.map { Array($0.utf8) } == other.username.map { Array($0.utf8) }
            && one.password == other.password
            && one.identityToken == other.identityToken
            && one.registryToken == other.registryToken
    }

    private static func nonEmpty(_ secret: Secret?) -> Secret? {
        secret == Secret("") ? nil : secret
    }
}
