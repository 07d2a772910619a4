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

    /// The helper that `credHelpers` names for a server, by the order in which keys of `auths` are asked.
    ///
    /// A key with a path never speaks for the host: helpers are for hosts.
    package func helper(for server: ServerAddress) -> (key: String, rule: MatchRule, helper: Helper)? {
        let matcher = KeyMatcher(server, .docker)
        let matches = credentialHelpers.compactMap { pair in matcher.match(pair.key).map { ($0, pair.helper) } }
        return matches.filter(\.0.isOwn).min { $0.0 < $1.0 }.map { ($0.0.key, $0.0.rule, $0.1) }
    }
}
