internal import Codecs
package import HelperProtocol
package import RegistryCredentials

/// The part of a credential that is used to authenticate, validated for sending.
enum LoginProof: Sendable {
    /// Nothing: token servers issue anonymous tokens for public repositories.
    case anonymous
    /// A user and a password.
    case password(Password)
    /// A token for the token server, and the password to fall back to if that cannot exchange tokens.
    case identityToken(Secret, username: String?, fallback: Password?)
    /// A token for the registry.
    case registryToken(Secret)

    struct Password: Sendable {
        let username: String
        let password: Secret

        /// The value of an `Authorization` field (RFC 7617, in UTF-8).
        var basic: Secret { Secret("Basic \(basicCredentials.revealed)") }

        fileprivate var basicCredentials: Secret { .basicCredentials(username: username, password: password) }
    }

    /// Uses the registry token of a credential, or else its identity token, or else its password.
    ///
    /// - Parameter credential: The credential; nil for none.
    /// - Throws: ``LoginError`` with the code ``LoginError/Code/invalidCredential`` if it cannot be sent.
    init(_ credential: Credential?) throws(LoginError) {
        guard let credential else {
            self = .anonymous
            return
        }
        if let token = credential.registryToken {
            guard token.fitsIntoAField else {
                throw LoginError(
                    .invalidCredential,
                    "cannot send the registry token: it contains characters that no HTTP header field can hold"
                )
            }
            self = .registryToken(token)
        } else if let token = credential.identityToken {
            self = .identityToken(token, username: credential.username, fallback: try? Self.password(of: credential))
        } else {
            self = .password(try Self.password(of: credential))
        }
    }

    private static func password(of credential: Credential) throws(LoginError) -> Password {
        guard let username = credential.username else {
            throw LoginError(.invalidCredential, "cannot log in: there is no user name")
        }
        // Basic separates user and password with a colon, so the registry would read another user.
        guard !username.utf8.contains(UInt8(ascii: ":")) else {
            throw LoginError(.invalidCredential, "cannot log in: the user name contains a colon")
        }
        guard !username.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw LoginError(.invalidCredential, "cannot log in: the user name contains a control character")
        }
        guard let password = credential.password, password != Secret("") else {
            throw LoginError(.invalidCredential, "cannot log in: there is no password")
        }
        return Password(username: username, password: password)
    }

    /// The user and the password, if there are both.
    var password: Password? {
        switch self {
        case .anonymous, .registryToken: nil
        case .password(let password): password
        case .identityToken(_, _, let fallback): fallback
        }
    }

    /// Returns the proof with the identity token by which a token server replaced this one.
    func replacingIdentityToken(by token: Secret?) -> LoginProof {
        guard let token, case .identityToken(_, let username, let fallback) = self else { return self }
        return .identityToken(token, username: username, fallback: fallback)
    }

    /// Returns a filter that hides the credential, and tokens that were obtained with it, in text from servers.
    func filter(hiding others: [Secret] = []) -> ServerTextFilter { ServerTextFilter(hiding: secrets + others) }

    private var secrets: [Secret] {
        switch self {
        case .anonymous: []
        case .password(let password): [password.password, password.basicCredentials]
        case .identityToken(let token, _, let fallback):
            [token] + (fallback.map { [$0.password, $0.basicCredentials] } ?? [])
        case .registryToken(let token): [token]
        }
    }
}

extension Credential {
    /// The value of an `Authorization` field with the credential itself; nil for an identity token, which is exchanged
    /// first.
    package var authorizationValue: Secret? {
        get throws(LoginError) {
            switch try LoginProof(self) {
            case .registryToken(let token): Secret("Bearer \(token.revealed)")
            case .password(let password): password.basic
            case .identityToken, .anonymous: nil
            }
        }
    }
}

extension Secret {
    /// Whether the secret is visible ASCII, as every token is; anything else would end or change a header field.
    var fitsIntoAField: Bool { withUTF8 { !$0.isEmpty && $0.allSatisfy { (0x21...0x7E).contains($0) } } }

    /// Returns the user and the password in the encoding of the Basic scheme (RFC 7617).
    static func basicCredentials(username: String, password: Secret) -> Secret {
        Secret(Base64().encode(Array(username.utf8) + [UInt8(ascii: ":")] + password.withUTF8 { $0 }))
    }
}
