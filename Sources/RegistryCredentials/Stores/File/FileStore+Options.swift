internal import AuthsFormat

extension FileStore {
    /// How a ``FileStore`` reads and writes.
    public struct Options: Sendable {
        /// What may be written in clear; nothing, unless it is allowed.
        public var plaintext = PlaintextPolicy.refuse

        /// Which keys answer for a server: the rules of Docker's `config.json`, or those of podman's `auth.json`.
        public var matching = KeyMatching.docker

        /// Whether a user name with a colon is kept in the members `username` and `password`.
        ///
        /// `auth` cannot hold it. Docker reads the two members, and makes a broken `auth` of them when it writes the file
        /// the next time; podman does not read them. By default such a credential is refused.
        public var keepsUsernamesWithColon = false

        /// Whether NUL bytes around a password are taken off when it is read.
        ///
        /// Docker and podman do so; oras and Kubernetes keep them.
        public var trimsNULs = true

        /// What a save makes of a file that others than its owner may read; in every case it is reported.
        public var wideModes = WideModes.tighten

        /// How long a save waits for other writers.
        public var lockTimeout = Duration.seconds(10)

        /// How long a save holds the lock, at least, to see whether its entry stays.
        ///
        /// A program that takes no lock, as Docker and podman do, may have read the file before a save and write it
        /// afterwards, and the save is lost. What happens within this time is seen, and the save made again; if that
        /// does not help it throws ``CredentialStoreError/Code/conflict``. With zero, the default, there is one look. Where
        /// such a program has written the file within the last ten seconds it is 50 milliseconds in any case.
        public var settlingTime = Duration.zero

        /// Called for what is worth telling and is not an error, on the thread that does the work.
        public var report: (@Sendable (FileStoreDiagnostic) -> Void)?

        /// Options with their defaults.
        public init() {}

        /// What is done about the permissions of a file that others may read.
        public enum WideModes: Sendable {
            /// The permissions of group and others are taken away by the next save that writes.
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
