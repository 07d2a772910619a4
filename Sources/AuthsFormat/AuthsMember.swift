package import Codecs

/// The members of an entry that are part of a credential.
package enum AuthsMember: String, CaseIterable, Sendable {
    case auth
    case identityToken = "identitytoken"
    case registryToken = "registrytoken"
    case username
    case password

    /// The key to look up: Go, and so Docker, matches member names without regard to case.
    package var key: JSONKey { .foldingCase(rawValue) }
}

/// The values of an entry's members.
///
/// Not a dictionary, because its first use makes the runtime look up the conformances of the key type, which took a
/// twelfth of the time of a helper's `get`.
struct AuthsTexts {
    private var texts: [(member: AuthsMember, text: String)] = []

    subscript(member: AuthsMember) -> String? {
        get { texts.first { $0.member == member }?.text }
        set {
            texts.removeAll { $0.member == member }
            if let newValue { texts.append((member, newValue)) }
        }
    }
}
