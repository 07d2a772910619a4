package import AuthsFormat

/// How entries are read and written, where clients differ.
package struct EntryRules: Sendable, Equatable {
    /// Which keys answer for a server.
    package var matching = KeyMatching.docker
    /// What happens to NUL bytes around a password.
    package var nulBytes = NULBytes.trimmed
    /// Whether a user name with a colon is kept in `username` and `password`, since `auth` cannot hold it.
    package var keepsUsernamesWithColon = false

    /// Whether keys may be patterns with stars, as in secrets of Kubernetes.
    package var usesGlobs = false

    package init() {}
}
