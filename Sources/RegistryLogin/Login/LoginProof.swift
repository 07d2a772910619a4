internal import Codecs
internal import HelperProtocol
internal import RegistryCredentials

/// What of a credential is used to authenticate, known to be fit for sending.
enum LoginProof: Sendable {
    /// Nothing: token servers give tokens for public repositories to anybody.
    case anonymous
    /// A user and a password.
    case password(Password)
    /// A token for the token server, and the password in case that it cannot exchange tokens.
    case identityToken(Secret, username: String?, fallback: Password?)
    /// A token for the registry.
    case registryToken(Secret)

    struct Password: Sendable {
        let username: String
        let password: Secret

        /// The value of an `Authorization` field (RFC 7617, in UTF-8).
        var basic: Secret {
            let both = Array(username.utf8) + [UInt8(ascii: ":")] + password.withUTF8 { $0 }
            return Secret("Basic \(Base64().encode(both))")
        }
    }

    /// Takes the best that a credential has: the registry token, else the identity token, else the password.
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
                    "the registry token has a blank, a control character or another forbidden character in it"
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
            throw LoginError(.invalidCredential, "there is no user name to log in with")
        }
        // Basic separates user and password with a colon, so whoever reads it would see another user.
        guard !username.utf8.contains(UInt8(ascii: ":")) else {
            throw LoginError(.invalidCredential, "a user name with a colon in it cannot be sent to a registry")
        }
        guard !username.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw LoginError(.invalidCredential, "the user name has a control character in it")
        }
        guard let password = credential.password, password != Secret("") else {
            throw LoginError(.invalidCredential, "there is no password to log in with")
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

    /// What must never be shown, in every form in which a server could repeat it.
    var secrets: [Secret] {
        switch self {
        case .anonymous: []
        case .password(let password): password.secrets
        case .identityToken(let token, _, let fallback): [token] + (fallback?.secrets ?? [])
        case .registryToken(let token): [token]
        }
    }
}

extension LoginProof.Password {
    /// The password, and the text behind `Basic`.
    fileprivate var secrets: [Secret] { [password, Secret(String(basic.revealed.dropFirst("Basic ".count)))] }
}

extension Secret {
    /// Whether all of it is visible ASCII, as every token is: anything else would end or change a header field.
    var fitsIntoAField: Bool { withUTF8 { !$0.isEmpty && $0.allSatisfy { (0x21...0x7E).contains($0) } } }
}
