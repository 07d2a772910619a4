/// The state of pass and gpg.
package struct PasswordStoreFacts: Sendable {
    /// A key that the store is encrypted to.
    package struct Key: Sendable, Equatable {
        /// Whether the key can be used, or why not.
        package enum State: Sendable, Equatable {
            case usable
            /// It is not in the keyring.
            case unknown
            case revoked
            case expired
            case disabled
            /// It cannot encrypt.
            case signsOnly
            /// It is not trusted, so gpg does not encrypt to it without a prompt.
            case untrusted
        }

        /// As `.gpg-id` names it.
        package let name: String
        package let state: State
        /// Whether its secret key is on this machine or on a known card.
        package let hasSecret: Bool
        /// The fingerprint, which gpg's commands for a change need; nil if there is no such key.
        package let fingerprint: String?
        /// The fingerprints of the encryption subkeys that have expired.
        package let expiredSubkeys: [String]

        package init(
            name: String,
            state: State,
            hasSecret: Bool,
            fingerprint: String? = nil,
            expiredSubkeys: [String] = []
        ) {
            self.name = name
            self.state = state
            self.hasSecret = hasSecret
            self.fingerprint = fingerprint
            self.expiredSubkeys = expiredSubkeys
        }
    }

    /// A server's folder in `docker-credential-helpers`.
    package struct Folder: Sendable, Equatable {
        package let name: String
        /// Nil if the name is not base64 of an address.
        package let server: String?
        /// The entries, in the order of their paths.
        package let entries: [Entry]
        /// Whether it, or the directory of all servers, is a symbolic link.
        package let isLink: Bool

        package var users: [String] { entries.map(\.username) }

        package init(name: String, server: String?, entries: [Entry], isLink: Bool = false) {
            self.name = name
            self.server = server
            self.entries = entries
            self.isLink = isLink
        }
    }

    /// Whether `gpg` is in PATH.
    package var hasGpg: Bool
    /// Whether `pass` is in PATH, which Docker's own helper needs.
    package var hasPass: Bool
    /// The store's directory.
    package var directory: String
    /// Whether it exists.
    package var exists: Bool
    /// The keys of its `.gpg-id`; nil if there is no such file.
    package var keys: [Key]?
    /// Whether gpg-agent responds; nil if it was not called.
    package var agentAnswers: Bool?
    /// The pinentry program that gpg-agent would start; nil if it is unknown.
    package var pinentry: String?
    /// Whether ``pinentry`` is a file that can be executed.
    package var pinentryExists: Bool
    /// Whether it needs a display.
    package var pinentryNeedsDisplay: Bool
    /// Whether there is a display.
    package var hasDisplay: Bool
    /// The folders in `docker-credential-helpers`.
    package var folders: [Folder]

    package init(
        hasGpg: Bool = true,
        hasPass: Bool = true,
        directory: String,
        exists: Bool = true,
        keys: [Key]? = nil,
        agentAnswers: Bool? = nil,
        pinentry: String? = nil,
        pinentryExists: Bool = true,
        pinentryNeedsDisplay: Bool = false,
        hasDisplay: Bool = false,
        folders: [Folder] = []
    ) {
        self.hasGpg = hasGpg
        self.hasPass = hasPass
        self.directory = directory
        self.exists = exists
        self.keys = keys
        self.agentAnswers = agentAnswers
        self.pinentry = pinentry
        self.pinentryExists = pinentryExists
        self.pinentryNeedsDisplay = pinentryNeedsDisplay
        self.hasDisplay = hasDisplay
        self.folders = folders
    }
}
