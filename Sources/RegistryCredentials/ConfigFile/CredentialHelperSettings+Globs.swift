extension CredentialHelperSettings {
    /// The helper that a pattern among the keys of `credHelpers` names for a server.
    ///
    /// - Parameter server: The registry.
    /// - Returns: The pattern that leaves least to its stars, in bytewise order among equals; nil if none matches.
    func globbedHelper(for server: ServerAddress) -> (key: String, helper: Helper)? {
        let matches = credentialHelpers.compactMap { pair in
            HostGlob(pair.key).flatMap { $0.matches(server) ? (glob: $0, key: pair.key, helper: pair.helper) : nil }
        }
        let best = matches.min { one, other in
            guard one.glob.weight == other.glob.weight else { return one.glob.weight > other.glob.weight }
            return one.key.utf8.lexicographicallyPrecedes(other.key.utf8)
        }
        return best.map { ($0.key, $0.helper) }
    }
}
