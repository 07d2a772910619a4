extension NativeStore {
    /// Which keys a helper is asked for, as helpers take every spelling for a server of its own.
    ///
    /// A struct and not an enumeration, since more may come.
    public struct SpellingPolicy: Sendable, Hashable {
        private let name: String
        private init(_ name: String) { self.name = name }

        /// Docker's key first; only if that is not found the address as it was given, `https://` before host and port,
        /// and Docker Hub's other names.
        ///
        /// Deleting erases all of these and what `docker logout` erases, and also whatever key in the helper's list means
        /// the same server. An address with user information, a query or a fragment is not asked for as it was given,
        /// since keys are not secret.
        public static let tolerant = Self("tolerant")

        /// Docker's key and no other, for one run of the helper where nothing is found.
        public static let dockerOnly = Self("dockerOnly")
    }
}
