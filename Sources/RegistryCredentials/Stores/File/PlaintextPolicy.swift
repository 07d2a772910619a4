/// What a store may write in plain text.
public enum PlaintextPolicy: Sendable {
    /// Nothing: a save throws ``CredentialStoreError/Code/plaintextRefused``.
    case refuse

    /// Tokens, which can be revoked one by one. A credential with a password is refused.
    case tokensOnly

    /// Whatever it is asked to save, as Docker does.
    case allow
}

extension PlaintextPolicy {
    /// Throws if the credential must not be written in plain text.
    func check(_ credential: Credential) throws(CredentialStoreError) {
        let hasPassword = credential.normalized.password != nil
        switch self {
        case .allow: return
        case .tokensOnly where !hasPassword: return
        case .tokensOnly, .refuse:
            throw CredentialStoreError(
                .plaintextRefused,
                "refusing to save the \(hasPassword ? "password" : "token") in plain text",
                advice: ["Set up a credential helper, or allow plain text"]
            )
        }
    }
}
