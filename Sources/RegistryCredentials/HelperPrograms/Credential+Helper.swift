internal import HelperProtocol

extension Credential {
    /// Creates a credential from a helper's reply; nil if the reply is empty.
    init?(helper credentials: Credentials) {
        if credentials.username.utf8.elementsEqual(Credentials.identityTokenUsername.utf8) {
            self = .identityToken(credentials.secret)
        } else {
            self = .password(username: credentials.username, password: credentials.secret)
        }
        guard !isEmpty else { return nil }
    }

    /// Returns the payload that stores the credential with a helper: a user name and password, or an identity token
    /// with the user `<token>`.
    ///
    /// The user name of an identity token is omitted. Docker does so too, and writes both to the file (docker/cli,
    /// `cli/config/credentials/native_store.go`).
    ///
    /// - Parameter key: The key under which the helper stores it.
    /// - Returns: The payload of `store`.
    /// - Throws: An error with the code ``HelperError/Code/unsupported`` if a part of the credential would be lost or
    ///   misread.
    func forHelper(_ key: ServerURL) throws(HelperError) -> Credentials {
        guard registryToken == nil else {
            throw .lossy("a registry token", "Save it in a file")
        }
        if let identityToken {
            guard password == nil || password == Secret("") else {
                throw .lossy("a password beside an identity token", "Save the token alone")
            }
            return Credentials(server: key, username: Credentials.identityTokenUsername, secret: identityToken)
        }
        guard let username, !username.utf8.elementsEqual(Credentials.identityTokenUsername.utf8) else {
            throw .lossy(
                username == nil
                    ? "a credential without a user name" : "a user named \(Credentials.identityTokenUsername)",
                "Name the user of the password"
            )
        }
        guard !username.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw .lossy("a user name with a control character", "Type the user name again")
        }
        // docker-credential-secretservice treats an empty secret as no credential, and Docker does so if both are
        // empty.
        guard let password, password != Secret("") else {
            throw .lossy("a user without a password", "Save it with a password")
        }
        return Credentials(server: key, username: username, secret: password)
    }
}

extension Credential {
    /// The credential as a helper returns it: an identity token has no user name.
    var asKeptByHelpers: Credential { identityToken.map { .identityToken($0) } ?? self }
}

extension HelperError {
    fileprivate static func lossy(_ what: String, _ advice: String) -> HelperError {
        HelperError(.unsupported, "a credential helper cannot store \(what)", advice: [advice])
    }
}
