/// The credential helpers that a config file names.
package struct CredentialHelperSettings: Sendable {
    /// The name in `credsStore`; nil if it is missing or empty.
    package let credentialsStore: String?
    /// The members of `credHelpers`, in file order; of several with the same key, the last.
    package let credentialHelpers: [(key: String, helper: Helper)]

    /// The store of a server's credentials.
    package enum Helper: Sendable, Equatable {
        /// The config file itself, which an empty name selects.
        case file
        /// The program `docker-credential-NAME`, by its name.
        case program(String)
        /// A value that is not a string.
        case damaged
    }

    /// Returns the settings with some helpers replaced by another one, or by the file itself if that is nil.
    func replacing(_ replacements: [String: String?]) -> CredentialHelperSettings {
        guard !replacements.isEmpty else { return self }
        let helpers = credentialHelpers.map { key, helper in
            guard case .program(let name) = helper, let other = replacements[name] else {
                return (key: key, helper: helper)
            }
            return (key: key, helper: other.map(Helper.program) ?? .file)
        }
        return CredentialHelperSettings(
            credentialsStore: credentialsStore.flatMap { replacements[$0] ?? $0 },
            credentialHelpers: helpers
        )
    }

    /// Returns the helper that `credHelpers` names for a server, by the precedence of keys in `auths`.
    ///
    /// Helpers apply to hosts: a key with a path is used only for exactly that path.
    package func helper(for server: ServerAddress) -> (key: String, rule: MatchRule, helper: Helper)? {
        let matcher = KeyMatcher(server, .docker)
        let matches = credentialHelpers.compactMap { pair in matcher.match(pair.key).map { (match: $0, pair.helper) } }
            .filter { pair in pair.match.isOwn || (try? ServerAddress(pair.match.key).path.isEmpty) == true }
        return matches.min { $0.match < $1.match }.map { ($0.match.key, $0.match.rule, $0.1) }
    }

    /// Returns the helper that the settings select for a server: that of `credHelpers`, or else `credsStore`.
    ///
    /// - Parameter server: The server; nil for a key that is not an address, for which only `credsStore` can be used.
    /// - Returns: The helper; nil if the settings name none.
    func selectedHelper(for server: ServerAddress?) -> Helper? {
        server.flatMap { helper(for: $0)?.helper } ?? credentialsStore.map { .program($0) }
    }

    /// Returns the helper that a wildcard key of `credHelpers` names for a server.
    ///
    /// - Returns: The most specific pattern that matches, the first in bytewise order among equals; nil if none
    ///   matches.
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
