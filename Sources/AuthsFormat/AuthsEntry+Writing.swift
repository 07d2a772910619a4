internal import HelperProtocol

extension AuthsEntry {
    /// Returns the members of an entry for a credential; nil for a member that it must not have.
    ///
    /// For a token, `auth` holds the user name and an empty password, as Docker writes it. Otherwise skopeo and podman
    /// do not read the token. A user name with a colon is stored in `username` and `password`, because in `auth` the
    /// first colon ends the user name.
    ///
    /// - Parameter credential: The credential; nil for an empty entry, as Docker writes it for a credential in a
    ///   helper.
    /// - Returns: Every member with its text.
    package static func members(for credential: AuthsCredential?) -> [(member: AuthsMember, text: String?)] {
        let texts = credential.map { Self.texts(for: $0) } ?? AuthsTexts()
        return AuthsMember.allCases.map { ($0, texts[$0]) }
    }

    /// Whether an entry can store the credential without loss.
    package static func holds(_ credential: AuthsCredential, nulBytes: NULBytes = .trimmed) -> Bool {
        AuthsEntry(texts(for: credential), nulBytes: nulBytes) == .credential(credential)
    }

    private static func texts(for credential: AuthsCredential) -> AuthsTexts {
        var texts = AuthsTexts()
        texts[.identityToken] = credential.identityToken?.revealed
        texts[.registryToken] = credential.registryToken?.revealed
        let mark = credential.identityToken == nil ? nil : AuthsCredential.tokenUsername
        guard let username = credential.username ?? mark ?? credential.password.map({ _ in "" }) else { return texts }
        if username.utf8.contains(UInt8(ascii: ":")) {
            texts[.username] = username
            texts[.password] = credential.password?.revealed
        } else {
            texts[.auth] = AuthText.encode(username: username, password: credential.password)
        }
        return texts
    }
}
