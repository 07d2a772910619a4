package import Codecs

/// The members of an entry that say something about a credential.
package enum AuthsMember: String, CaseIterable, Sendable {
    case auth
    case identityToken = "identitytoken"
    case registryToken = "registrytoken"
    case username
    case password

    /// The name to look for: Go, and so Docker, matches the names of members without regard to case.
    package var key: JSONKey { .foldingCase(rawValue) }
}
