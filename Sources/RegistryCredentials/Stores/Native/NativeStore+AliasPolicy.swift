extension NativeStore {
    /// Which keys a helper is asked for, as helpers take every alias of a registry for another one.
    ///
    /// A struct and not an enumeration, since more may come.
    public struct AliasPolicy: Sendable, Hashable {
        private let name: String
        private init(_ name: String) { self.name = name }

        /// Docker's key first; if it is not found, the alias that the helper's list shows.
        ///
        /// A save erases the aliases that it outdates, and a deletion erases all of them. A helper that cannot list is
        /// asked for Docker's key and the address as it was given. An address with user information, a query or a
        /// fragment is not asked for as it was given, since keys are not secret.
        public static let tolerant = Self("tolerant")

        /// Docker's key and no other; the helper is never asked for its list.
        public static let dockerOnly = Self("dockerOnly")
    }
}
