/// What a configuration file says of helpers.
package struct CredentialHelperSettings: Sendable {
    /// `credsStore`: the suffix of the helper for all servers; nil if there is none, or an empty one.
    package let credentialsStore: String?
    /// `credHelpers`: a helper for some servers, in the order of the file; of several with one key the last.
    package let credentialHelpers: [(key: String, helper: Helper)]

    /// Who keeps the credentials of a server.
    package enum Helper: Sendable, Equatable {
        /// The file itself, which `""` means.
        case file
        /// The program `docker-credential-` and this suffix.
        case program(String)
        /// Something that is no name.
        case damaged
    }

    /// The helper that `credHelpers` names for a server, in the order in which keys of `auths` take precedence.
    ///
    /// Helpers are for hosts: a key with a path is used for exactly that path only.
    package func helper(for server: ServerAddress) -> (key: String, rule: MatchRule, helper: Helper)? {
        let matcher = KeyMatcher(server, .docker)
        let matches = credentialHelpers.compactMap { pair in matcher.match(pair.key).map { (match: $0, pair.helper) } }
            .filter { pair in pair.match.isOwn || (try? ServerAddress(pair.match.key).path.isEmpty) == true }
        return matches.min { $0.match < $1.match }.map { ($0.match.key, $0.match.rule, $0.1) }
    }

    /// The helper that a pattern among the keys of `credHelpers` names for a server.
    ///
    /// - Returns: The pattern that leaves least to its stars, in bytewise order among equals; nil if none matches.
    func wildcardHelper(for server: ServerAddress) -> (key: String, helper: Helper)? {
        let matches = credentialHelpers.compactMap { pair -> (pattern: HostPattern, key: String, helper: Helper)? in
            guard let pattern = HostPattern(pair.key), pattern.hasWildcards, pattern.path.isEmpty,
                pattern.matches(server)
            else { return nil }
            return (pattern, pair.key, pair.helper)
        }
        let best = matches.min { one, other in
            guard one.pattern.weight == other.pattern.weight else { return one.pattern.weight > other.pattern.weight }
            return one.key.utf8.lexicographicallyPrecedes(other.key.utf8)
        }
        return best.map { ($0.key, $0.helper) }
    }
}
