package import AuthsFormat
internal import HelperProtocol

extension Credential {
    package init(_ entry: AuthsCredential) {
        self.init(
            username: entry.username,
            password: entry.password,
            identityToken: entry.identityToken,
            registryToken: entry.registryToken
        )
    }

    /// The credential as an entry stores it: without an empty password next to a token.
    var entry: AuthsCredential {
        AuthsCredential(
            username: username,
            password: password,
            identityToken: identityToken,
            registryToken: registryToken
        )
    }

    /// The credential as it is read back from an entry.
    var normalized: Credential { Credential(entry) }

    /// Returns the entry that stores the credential under a key.
    ///
    /// - Throws: `notRepresentable` if an entry would lose a part of the credential, or Docker would reject the file.
    func entry(at key: String, _ rules: EntryRules) throws(CredentialStoreError) -> AuthsCredential {
        let entry = entry
        guard let (problem, advice) = Self.problem(with: entry, rules) else { return entry }
        throw CredentialStoreError(.notRepresentable, problem, at: .init(key: key), advice: advice)
    }

    private static func problem(
        with entry: AuthsCredential,
        _ rules: EntryRules
    ) -> (problem: String, advice: [String])? {
        let hasToken = entry.identityToken != nil || entry.registryToken != nil
        guard hasToken || entry.password != nil else {
            return ("there is neither a password nor a token to save", [])
        }
        guard let username = entry.username else {
            guard entry.password != nil else { return nil }
            return ("a password without a user cannot be saved: Docker would reject the whole file", ["Name the user"])
        }
        guard rules.keepsUsernamesWithColon || !username.utf8.contains(UInt8(ascii: ":")) else {
            return (
                "a user name with a colon cannot be separated from the password in the file",
                ["Use a credential helper for it, or allow storing it in `username` and `password`"]
            )
        }
        if rules.nulBytes == .trimmed, let password = entry.password,
            password.withUTF8({ $0.first == 0 || $0.last == 0 })
        {
            return ("a password that begins or ends with a NUL byte would be read without it", [])
        }
        guard AuthsEntry.holds(entry, nulBytes: rules.nulBytes) else {
            return ("the credential would not be read back unchanged", [])
        }
        return nil
    }
}
