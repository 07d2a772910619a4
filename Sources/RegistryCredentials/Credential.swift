public import HelperProtocol

/// What a registry asks for: a user and a password, a token, or several of these.
///
/// One entry of Docker's configuration may hold them side by side. A client that talks to a registry takes the registry
/// token if there is one, else the identity token, else the password.
public struct Credential: Sendable, Equatable {
    /// The user; nil where there is none, as beside most tokens.
    public let username: String?

    /// The password of ``username``; nil where there is none, and possibly empty.
    public let password: Secret?

    /// A token that is exchanged for others at the registry's token server: OAuth's refresh token.
    ///
    /// Docker calls it `identitytoken`, and hands it to helpers as the secret of a user named `<token>`.
    public let identityToken: Secret?

    /// A token that is sent to the registry as it is: `registrytoken`.
    public let registryToken: Secret?

    /// Puts a credential together; an empty user name or token is none.
    ///
    /// - Parameters:
    ///   - username: The user.
    ///   - password: The user's password.
    ///   - identityToken: A token for the token server.
    ///   - registryToken: A token for the registry.
    public init(
        username: String? = nil,
        password: Secret? = nil,
        identityToken: Secret? = nil,
        registryToken: Secret? = nil
    ) {
        self.username = username.flatMap { $0.isEmpty ? nil : $0 }
        self.password = password
        self.identityToken = identityToken.flatMap { $0 == Secret("") ? nil : $0 }
        self.registryToken = registryToken.flatMap { $0 == Secret("") ? nil : $0 }
    }

    /// A user and a password.
    public static func password(username: String, password: Secret) -> Credential {
        Credential(username: username, password: password)
    }

    /// A token for the token server, with the user that it was given to where that is known.
    public static func identityToken(_ token: Secret, username: String? = nil) -> Credential {
        Credential(username: username, identityToken: token)
    }

    /// A token for the registry.
    public static func registryToken(_ token: Secret) -> Credential {
        Credential(registryToken: token)
    }

    /// Whether there is nothing in it that could be sent to a registry; stores answer nil instead of such a one.
    public var isEmpty: Bool {
        username == nil && (password == nil || password == Secret("")) && identityToken == nil && registryToken == nil
    }

    /// Compares users by their bytes, and secrets without stopping at the first difference.
    public static func == (one: Credential, other: Credential) -> Bool {
        one.username.map { Array($0.utf8) } == other.username.map { Array($0.utf8) }
            && one.password == other.password
            && one.identityToken == other.identityToken
            && one.registryToken == other.registryToken
    }
}

extension Credential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The user, and which secrets there are, without a byte of them.
    public var description: String {
        var parts: [String] = []
        if let username { parts.append("user \(username)") }
        if password != nil { parts.append("a password") }
        if identityToken != nil { parts.append("an identity token") }
        if registryToken != nil { parts.append("a registry token") }
        return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
    }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// A mirror without children, so that `dump` finds nothing either.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
