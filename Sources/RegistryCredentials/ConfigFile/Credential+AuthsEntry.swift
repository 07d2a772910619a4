internal import Codecs
internal import HelperProtocol

extension AuthsEntry {
    /// What an entry says for a credential, nil being for members that it must not have.
    ///
    /// A token goes beside an `auth` that decodes to a user and an empty password, as Docker writes it: skopeo and podman
    /// read the token only then. A user name with a colon cannot be told from the password in `auth`.
    ///
    /// - Throws: `notRepresentable` for what an entry would not give back, or what would make Docker refuse the file.
    static func members(
        for credential: Credential,
        key: String,
        _ rules: EntryRules
    ) throws(CredentialStoreError) -> [(member: AuthsMember, text: String?)] {
        let credential = credential.normalized
        if let problem = problem(with: credential, rules) {
            throw CredentialStoreError(problem.code, problem.message, at: .init(key: key), advice: problem.advice)
        }
        var texts: [AuthsMember: String] = [:]
        if let token = credential.identityToken { texts[.identityToken] = token.revealed }
        if let token = credential.registryToken { texts[.registryToken] = token.revealed }
        let mark = credential.identityToken == nil ? nil : tokenUsername
        if let username = credential.username ?? mark {
            if username.utf8.contains(UInt8(ascii: ":")) {
                texts[.username] = username
                texts[.password] = credential.password?.revealed
            } else {
                texts[.auth] = AuthText.encode(username: username, password: credential.password)
            }
        }
        guard AuthsEntry(texts, trimsNULs: rules.trimsNULs) == .credential(credential) else {
            throw CredentialStoreError(
                .notRepresentable,
                "the file would not give back this credential as it is",
                at: .init(key: key)
            )
        }
        return AuthsMember.allCases.map { ($0, texts[$0]) }
    }

    private static func problem(with credential: Credential, _ rules: EntryRules) -> CredentialStoreError? {
        let hasToken = credential.identityToken != nil || credential.registryToken != nil
        guard hasToken || credential.password != nil else {
            return CredentialStoreError(.notRepresentable, "there is neither a password nor a token to save")
        }
        guard let username = credential.username else {
            guard credential.password != nil else { return nil }
            return CredentialStoreError(
                .notRepresentable,
                "a password without a user cannot be saved: Docker would refuse the whole file",
                advice: ["Name the user."]
            )
        }
        guard rules.keepsUsernamesWithColon || !username.utf8.contains(UInt8(ascii: ":")) else {
            return CredentialStoreError(
                .notRepresentable,
                "a user name with a colon cannot be told from the password in the file",
                advice: ["Use a credential helper for it, or allow to keep it in `username` and `password`."]
            )
        }
        if rules.trimsNULs, let password = credential.password,
            password.withUTF8({ $0.first == 0 || $0.last == 0 })
        {
            return CredentialStoreError(
                .notRepresentable,
                "a password that begins or ends with a NUL byte would be read without it"
            )
        }
        return nil
    }
}
