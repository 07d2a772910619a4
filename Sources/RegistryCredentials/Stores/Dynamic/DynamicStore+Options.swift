extension DynamicStore {
    /// Options of a ``DynamicStore``.
    public struct Options: Sendable {
        /// Which credentials may be written to the file in plain text if no helper is configured.
        public var plaintext: PlaintextPolicy = .refuse

        /// Whether a save searches for a helper if the file does not configure credentials.
        ///
        /// The first working helper is used; see ``NativeStore/detect(among:options:)``. The save writes it to
        /// `credsStore`. Lookups never search.
        public var detectsDefaultHelper = false

        /// What happens if a helper has no credential or fails.
        public var fallThrough: FallThrough = .never

        /// Whether the keys of `credHelpers` may have wildcards, such as `*.dkr.ecr.*.amazonaws.com`.
        ///
        /// Docker does not support wildcards. A matching key without a wildcard takes precedence.
        public var matchesWildcards = false

        /// Whether `credsStore` is used, as in Docker, or ignored, as in podman.
        public var usesCredentialsStore = true

        /// How the file is read and written; its plain-text policy is replaced by ``plaintext``.
        public var file = FileStore.Options()

        /// How helpers are run; ``NativeStore/Options/origin`` is set by the store.
        public var helper = NativeStore.Options()

        /// Helpers that are replaced by another one where the file names them, or by the file itself if that is nil.
        package var replacedHelpers: [String: String?] = [:]

        /// Creates options with their defaults.
        public init() {}
    }

    /// What happens if a helper has no credential or fails.
    public enum FallThrough: Sendable {
        /// The file is not used: the helper's result is final, as in Docker.
        case never
        /// The file is used if the helper has no credential.
        case whenNotFound
        /// The file is used if the helper has no credential or fails.
        ///
        /// Public images can then be pulled even if a configured helper is not installed.
        case whenNotFoundOrFailed
    }
}
