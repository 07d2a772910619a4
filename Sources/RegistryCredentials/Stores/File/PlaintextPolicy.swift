internal import SystemSupport

/// Which credentials a store may write in plain text.
public enum PlaintextPolicy: Sendable {
    /// None: a save throws ``CredentialStoreError/Code/plaintextRefused``.
    case refuse

    /// Tokens, which can be revoked individually. A credential with a password is rejected.
    case tokensOnly

    /// All credentials, as in Docker.
    case allow
}

extension PlaintextPolicy {
    /// Throws if the policy does not allow the credential in plain text.
    func check(_ credential: Credential) throws(CredentialStoreError) {
        let hasPassword = credential.normalized.password != nil
        switch self {
        case .allow: return
        case .tokensOnly where !hasPassword: return
        case .tokensOnly, .refuse:
            throw CredentialStoreError(.plaintextRefused, .plaintextRefused(hasPassword ? "password" : "token"))
        }
    }
}
