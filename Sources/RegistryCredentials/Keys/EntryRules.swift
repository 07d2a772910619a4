package import AuthsFormat

/// How entries are read and written, where clients differ.
package struct EntryRules: Sendable, Equatable {
    /// Which keys are used for a server.
    package var matching = KeyMatching.docker
    /// What happens to NUL bytes around a password.
    package var nulBytes = NULBytes.trimmed
    /// Whether a user name with a colon is stored in `username` and `password`, since `auth` cannot hold it.
    package var keepsUsernamesWithColon = false

    package init() {}
}
