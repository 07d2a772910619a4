internal import AuthsFormat

extension FileStore {
    /// How a ``FileStore`` reads and writes.
    public struct Options: Sendable {
        /// What may be written in plain text; nothing, unless it is allowed.
        public var plaintext = PlaintextPolicy.refuse

        /// Which keys are used for a server: the rules of Docker's `config.json`, or those of podman's `auth.json`.
        public var matching = KeyMatching.docker

        /// Whether a user name with a colon is stored in the members `username` and `password`.
        ///
        /// `auth` cannot hold it. Docker reads the two members, but writes a broken `auth` the next time that it changes the
        /// file. Podman does not read them. By default such a credential is refused.
        public var keepsUsernamesWithColon = false

        /// Whether NUL bytes around a password are removed when it is read.
        ///
        /// Docker and podman do so; oras and Kubernetes keep them.
        public var trimsNULs = true

        /// What a save does about a file that other users can read; it is reported in any case.
        public var permissiveModes = PermissiveModes.tighten

        /// How long a save waits for other writers.
        public var lockTimeout = Duration.seconds(10)

        /// How long a save waits, with the lock held, before it verifies that its entry is still there.
        ///
        /// Docker and podman take no lock. One of them may have read the file before a save and write it afterwards, which
        /// undoes the save. If that happens within this time the save is repeated; if that does not help, it throws
        /// ``CredentialStoreError/Code/conflict``. Zero, the default, verifies once, at once. The delay is at least
        /// 50 milliseconds if such a program has written the file within the last ten seconds.
        public var verificationDelay = Duration.zero

        /// Called on the working thread for each diagnostic that is not an error.
        public var report: (@Sendable (FileStoreDiagnostic) -> Void)?

        /// Options with their defaults.
        public init() {}

        /// What is done about the permissions of a file that other users can read.
        public enum PermissiveModes: Sendable {
            /// The next save that writes removes the permissions of group and others.
            case tighten
            /// They stay.
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
