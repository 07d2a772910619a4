package import Codecs
internal import HelperProtocol

/// A parsed entry of `auths`, by the rules of the clients that write it.
package enum AuthsEntry: Sendable, Equatable {
    /// `{}`, null, or an entry without any ``AuthsMember``: Docker writes `{}` for a credential in a helper.
    case empty
    case credential(AuthsCredential)
    /// An entry that docker and podman cannot read either.
    case damaged(AuthsProblem)

    /// Parses the value of a member of `auths`.
    ///
    /// A member of the wrong type makes the whole entry damaged. `auth` takes precedence over `username` and
    /// `password`, even if it is broken. Both rules are those of docker/cli and oras-go.
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

    /// Parses the members of an entry.
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

    /// Returns the last value that is not null: in Go's decoder, null keeps the value of an earlier member.
    private static func value(of member: AuthsMember, in entry: JSONValue) -> JSONValue? {
        entry.members.reversed().first { $0.matches(member.key) && !$0.value.isNull }?.value
    }
}

/// How NUL bytes around the password in `auth` are handled.
package enum NULBytes: Sendable {
    /// Removed at both ends, as in docker/cli and podman.
    case trimmed
    /// Kept, as in oras-go and Kubernetes, and for secrets that must be returned exactly as stored.
    case kept
}
