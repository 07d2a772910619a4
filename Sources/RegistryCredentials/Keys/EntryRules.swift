package import AuthsFormat

/// The rules for reading and writing entries, which differ between clients.
package struct EntryRules: Sendable, Equatable {
    /// The rule by which keys match a server.
    package var matching = KeyMatching.docker
    /// How NUL bytes around a password are handled.
    package var nulBytes = NULBytes.trimmed
    /// Whether a user name with a colon is stored in `username` and `password`, because `auth` cannot represent it.
    package var keepsUsernamesWithColon = false

    package init() {}
}
