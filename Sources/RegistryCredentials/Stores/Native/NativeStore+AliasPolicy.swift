extension NativeStore {
    /// Which keys a helper is called with, because helpers treat each alias of a registry as a separate key.
    ///
    /// A structure rather than an enumeration, because more cases may be added.
    public struct AliasPolicy: Sendable, Hashable {
        private let name: String
        private init(_ name: String) { self.name = name }

        /// Tries Docker's key first, and then an alias from the helper's list.
        ///
        /// A save erases outdated aliases, and a deletion erases all aliases. If a helper cannot list, Docker's key and
        /// the original text of the address are tried. The original text is not used if it has user information, a
        /// query or a fragment, because keys are not secret.
        public static let allAliases = Self("allAliases")

        /// Uses only Docker's key; the helper's list is never read.
        public static let dockerKeyOnly = Self("dockerKeyOnly")

        /// Uses only podman's key, the host or `docker.io`, and rejects saves for a path, as podman does.
        ///
        /// A deletion erases all aliases. A save leaves them, because docker may use the same helper, and its key of
        /// Docker Hub is a different one.
        package static let podman = Self("podman")
    }
}
