package import Codecs
internal import HelperProtocol

/// What one entry of `auths` says, by the rules of the clients that write it.
package enum AuthsEntry: Sendable, Equatable {
    /// `{}`, null, and an entry without any of ``AuthsMember``: Docker leaves `{}` behind for what a helper keeps.
    case empty
    case credential(AuthsCredential)
    /// Something that docker and podman cannot read either.
    case damaged(AuthsProblem)

    /// Reads the value of a member of `auths`.
    ///
    /// One member of the wrong type damages the entry. `auth` takes precedence over `username` and `password`, even if it
    /// is broken. Both are so in docker/cli and in oras-go.
    package init(_ value: JSONValue, nulBytes: NULBytes = .trimmed) {
        guard value.kind == .object else {
            self = value.isNull ? .empty : .damaged(.notAnObject)
            return
        }
        var texts = AuthsTexts()
        for member in AuthsMember.allCases {
            guard let found = Self.value(of: member, in: value) else { continue }
            guard let text = found.string else {
                self = .damaged(.notAString(member))
                return
            }
            texts[member] = text
        }
        self.init(texts, nulBytes: nulBytes)
    }

    /// Reads the texts of an entry's members.
    init(_ texts: AuthsTexts, nulBytes: NULBytes = .trimmed) {
        var username = texts[.username]
        var password = texts[.password].map { Secret($0) }
        if let auth = texts[.auth], !auth.isEmpty {
            do throws(AuthsProblem) {
                (username, password) = try AuthText.decode(auth, nulBytes)
            } catch {
                self = .damaged(error)
                return
            }
        }
        let credential = AuthsCredential(
            username: username,
            password: password,
            identityToken: texts[.identityToken].map { Secret($0) },
            registryToken: texts[.registryToken].map { Secret($0) }
        )
        self = credential.isEmpty ? .empty : .credential(credential)
    }

    /// The last value that is not null, since to Go's decoder null leaves what an earlier member said.
    private static func value(of member: AuthsMember, in entry: JSONValue) -> JSONValue? {
        entry.members.reversed().first { $0.matches(member.key) && !$0.value.isNull }?.value
    }
}

/// What happens to NUL bytes around the password in an `auth`.
package enum NULBytes: Sendable {
    /// They are removed at both ends, as docker/cli and podman do.
    case trimmed
    /// They stay, as in oras-go and Kubernetes, and where a secret has to be returned as it was stored.
    case kept
}
