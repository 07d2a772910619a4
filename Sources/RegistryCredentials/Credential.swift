public import HelperProtocol

/// The credentials for a registry: a user name and password, a token, or a combination.
///
/// One entry of Docker's config file may hold several of them. A registry client uses the registry token if there is
/// one, then the identity token, then the password.
public struct Credential: Sendable, Equatable {
    /// The user name; nil for most tokens.
    public let username: String?

    /// The password of ``username``, which may be empty; nil if there is none.
    public let password: Secret?

    /// An OAuth refresh token, which the registry's token server exchanges for access tokens.
    ///
    /// Docker calls it `identitytoken` and passes it to credential helpers as the secret of a user named `<token>`.
    public let identityToken: Secret?

    /// A bearer token that is sent to the registry unchanged (`registrytoken`).
    public let registryToken: Secret?

    /// Creates a credential; an empty user name or token becomes nil.
    ///
    /// - Parameters:
    ///   - username: The user name.
    ///   - password: The password of that user.
    ///   - identityToken: A refresh token for the token server.
    ///   - registryToken: A bearer token for the registry.
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

    /// Creates a credential with a user name and a password.
    public static func password(username: String, password: Secret) -> Credential {
        Credential(username: username, password: password)
    }

    /// Creates a credential with a refresh token, and the name of its user if that is known.
    public static func identityToken(_ token: Secret, username: String? = nil) -> Credential {
        Credential(username: username, identityToken: token)
    }

    /// A bearer token for the registry.
    public static func registryToken(_ token: Secret) -> Credential {
        Credential(registryToken: token)
    }

    /// Whether the credential holds nothing that could be sent to a registry; stores return nil instead of an empty
    /// credential.
    public var isEmpty: Bool {
        username == nil && (password == nil || password == Secret("")) && identityToken == nil && registryToken == nil
    }

    /// Compares user names byte for byte, and secrets without stopping at the first difference.
    public static func == (one: Credential, other: Credential) -> Bool {
        one.username.map { Array($0.utf8) } == other.username.map { Array($0.utf8) }
            && one.password == other.password
            && one.identityToken == other.identityToken
            && one.registryToken == other.registryToken
    }
}

extension Credential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The user name and the kinds of secrets, without the secrets themselves.
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

    /// A mirror without children, so that `dump` does not show the secrets.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
