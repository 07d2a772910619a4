extension DynamicStore {
    /// How a configuration is used.
    public struct Options: Sendable {
        /// What may be written to the file in clear where no helper is named.
        public var plaintext: PlaintextPolicy = .refuse

        /// Whether a helper is looked for where the configuration says nothing of credentials at all.
        ///
        /// One is chosen that is seen to work; see ``NativeStore/detect(among:options:)``. The first save through it
        /// names it in `credsStore`.
        public var detectsDefaultHelper = false

        /// What happens when a helper has no credential, or fails.
        public var fallThrough: FallThrough = .never

        /// Whether the keys of `credHelpers` may have stars in them, such as `*.dkr.ecr.*.amazonaws.com`.
        ///
        /// Docker knows no such keys. A key without a star that means the server counts for more.
        public var usesGlobs = false

        /// Whether `credsStore` counts, as it does for Docker and not for podman.
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
        /// Nothing more: the helper's word is final, as with Docker.
        case never
        /// The file is asked if the helper has no credential.
        case whenNotFound
        /// The file is asked if the helper has no credential, and also if it fails, as if it had none.
        ///
        /// Public images can then be pulled where a helper is named that is not installed.
        case whenNotFoundOrFailed
    }
}
