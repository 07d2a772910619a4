internal import AuthsFormat

extension FileStore {
    /// How a ``FileStore`` reads and writes.
    public struct Options: Sendable {
        /// Which credentials may be written in plain text; none by default.
        public var plaintext = PlaintextPolicy.refuse

        /// How keys match a registry: by the rules of Docker's `config.json` or of podman's `auth.json`.
        public var matching = KeyMatching.docker

        /// Whether a user name with a colon is stored in the members `username` and `password`.
        ///
        /// `auth` cannot represent it. Docker reads the two members, but writes a broken `auth` the next time it
        /// changes the file. Podman does not read them. By default such a credential is rejected.
        public var keepsUsernamesWithColon = false

        /// Whether NUL bytes around a password are removed when it is read.
        ///
        /// Docker and podman remove them; oras and Kubernetes keep them.
        public var trimsNULs = true

        /// What a save does if other users can read the file; it is always reported.
        public var permissiveModes = PermissiveModes.tighten

        /// How long a save waits for the lock.
        public var lockTimeout = Duration.seconds(10)

        /// How long a save waits, while it holds the lock, before it verifies its entry.
        ///
        /// Docker and podman take no lock. One of them may read the file before a save and write it afterwards, which
        /// undoes the save. If that happens within this time, the save is retried; if the retries fail too, it throws
        /// ``CredentialStoreError/Code/conflict``. Zero, the default, verifies once without delay. The delay is at
        /// least 50 milliseconds if such a program has written the file within the last ten seconds.
        public var verificationDelay = Duration.zero

        /// Called on the working thread for each diagnostic that is not an error.
        public var report: (@Sendable (FileStoreDiagnostic) -> Void)?

        /// Creates options with their defaults.
        public init() {}

        /// What a save does with the permissions of a file that other users can read.
        public enum PermissiveModes: Sendable {
            /// Removes the permissions of group and others at the next write.
            case tighten
            /// Keeps the permissions.
            case keep
        }
    }
}

extension FileStore.Options {
    var rules: EntryRules {
        var rules = EntryRules()
        rules.matching = matching
        rules.nulBytes = trimsNULs ? .trimmed : .kept
        rules.keepsUsernamesWithColon = keepsUsernamesWithColon
        return rules
    }
}
