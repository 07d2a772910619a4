internal import Codecs

/// The members of an entry that have a meaning here; Go, and so Docker, matches them without regard to case.
enum AuthsMember: String, CaseIterable {
    case auth
    case identityToken = "identitytoken"
    case registryToken = "registrytoken"
    case username
    case password

    var key: JSONKey { .foldingCase(rawValue) }
}
