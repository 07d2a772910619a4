internal import SystemSupport

extension CredentialMigration {
    /// Options of a ``CredentialMigration``.
    public struct Options: Sendable {
        /// The registries whose credentials are moved; empty for all.
        public var servers: [ServerAddress] = []

        /// Whether the source keeps its credentials; the settings still change.
        public var keepsSource = false

        /// Whether credentials may be written to Docker's or podman's file in plain text.
        public var allowsPlaintext = false

        /// Whether docker's login replaces one that podman already has, as a new login would.
        ///
        /// Otherwise it is a conflict, and both stay.
        public var replacesPodmanLogins = false

        /// The path of podman's file.
        ///
        /// If nil, it is the file named by `REGISTRY_AUTH_FILE`. If that is not set either, credentials are moved to
        /// podman's persistent file, and moved from its temporary and its persistent file.
        public var podmanFile: String?

        /// Whether a record of the migration is kept, so that it can be undone.
        ///
        /// The record has no secrets. It is a file in `docker-creds/migrations` in the user's state directory.
        public var keepsRecord = false

        /// Whether the config files are copied before they are changed.
        ///
        /// The copies, beside the record, hold the secrets of the files. They have mode 0600, and the first migration
        /// after a week removes them.
        public var keepsBackup = false

        /// Whether a credential that clients do not use is removed from the source if the target has another one.
        ///
        /// Otherwise it is a conflict, and both stay.
        package var removesUnusedSource = false

        /// The users of each key in the source helper, as far as the caller knows them.
        ///
        /// The password store of pass and a keyring may have several users for one key. A helper returns one of them and
        /// erases all, so a key with several users stays and is reported as a conflict. The protocol does not tell: read
        /// the store itself.
        public var usersInSource: [String: [String]] = [:]

        /// How Docker's config file and the helpers are used.
        public var stores = DynamicStore.Options()

        /// Creates options with their defaults.
        public init() {}

        /// Whether a key belongs to a registry that was selected.
        func selects(_ server: ServerAddress?) -> Bool {
            guard !servers.isEmpty else { return true }
            return servers.contains { chosen in server.map { $0.isSameHost(as: chosen) } ?? false }
        }

        /// Returns the options with helpers in strict mode.
        ///
        /// Otherwise the helpers of this package list nothing if they cannot read their store, and nothing is moved.
        func strict(in environment: ProcessEnvironment) -> Options {
            var options = self
            options.stores.helper.inherited = (stores.helper.given ?? environment)
                .replacing(["DOCKER_CREDENTIAL_STRICT": "1"])
            return options
        }
    }
}
