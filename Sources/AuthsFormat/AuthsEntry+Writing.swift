internal import HelperProtocol

extension AuthsEntry {
    /// The members that an entry gets for a credential; nil for a member that it must not have.
    ///
    /// A token goes beside an `auth` of the user and an empty password, as Docker writes it: skopeo and podman read the
    /// token only then. A user name with a colon goes into `username` and `password`, because in `auth` the first colon
    /// ends the user.
    ///
    /// - Parameter credential: The credential; nil for an entry without one, as Docker leaves it for what a helper keeps.
    /// - Returns: Every member, with its text.
    package static func members(for credential: AuthsCredential?) -> [(member: AuthsMember, text: String?)] {
        let texts = credential.map { Self.texts(for: $0) } ?? AuthsTexts()
        return AuthsMember.allCases.map { ($0, texts[$0]) }
    }

    /// Whether an entry for the credential gives back the same credential.
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
