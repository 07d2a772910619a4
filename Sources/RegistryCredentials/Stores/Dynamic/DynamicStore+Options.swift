extension DynamicStore {
    /// How a configuration is used.
    public struct Options: Sendable {
        /// What may be written to the file in plain text where no helper is named.
        public var plaintext: PlaintextPolicy = .refuse

        /// Whether a save looks for a helper where the configuration says nothing of credentials at all.
        ///
        /// The first that works is taken; see ``NativeStore/detect(among:options:)``. The save names it in `credsStore`. A
        /// lookup never searches.
        public var detectsDefaultHelper = false

        /// What happens when a helper has no credential, or fails.
        public var fallThrough: FallThrough = .never

        /// Whether the keys of `credHelpers` may have stars in them, such as `*.dkr.ecr.*.amazonaws.com`.
        ///
        /// Docker has no such keys. A key without a star that means the registry takes precedence.
        public var usesGlobs = false

        /// Whether `credsStore` is used, as by Docker and not by podman.
        public var honoursCredentialsStore = true

        /// How the file is read and written; its plain text policy is ``plaintext``.
        public var file = FileStore.Options()

        /// How helpers are run; which file and key name them is added.
        public var helper = NativeStore.Options()

        /// Options with their defaults.
        public init() {}
    }

    /// What happens when a helper has no credential, or fails.
    public enum FallThrough: Sendable {
        /// The file is never used: what the helper says is final, as with Docker.
        case never
        /// The file is asked if the helper has no credential.
        case whenNotFound
        /// The file is asked if the helper has no credential, and also if it fails, as if it had none.
        ///
        /// Public images can then be pulled where a helper is named that is not installed.
        case whenNotFoundOrFailed
    }
}
