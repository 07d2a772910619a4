/// The reasons why a key matches a server, in order of precedence.
package enum MatchRule: Sendable, Equatable, CaseIterable {
    /// The key is the original text of the address.
    case exact
    /// The key is the one under which Docker or podman saves this server.
    case canonical
    /// The key is the server with the prefix `https://`.
    case https
    /// The key is the server with the prefix `http://`.
    case http
    /// The key is another form of the address: upper case, port 443, a trailing slash, another name of Docker Hub.
    case alias
    /// The key is the host or a parent path of the address.
    case parent
    /// The key is a path on the requested host.
    case pathOnHost
    /// The key is a pattern with wildcards.
    case pattern
    /// The entry is outside of `auths`, as in a `.dockercfg`, so no client uses it.
    case misplaced
}

extension MatchRule: CustomStringConvertible {
    package var description: String {
        switch self {
        case .exact: "the key is the address"
        case .canonical: "the key is the one that clients save this server under"
        case .https: "the key is the server after https://"
        case .http: "the key is the server after http://"
        case .alias: "the key is another form of the address"
        case .parent: "the key is the host or a path above the address"
        case .pathOnHost: "the key is a path on this host"
        case .pattern: "the key is a pattern that matches the server"
        case .misplaced: "the entry is outside of auths"
        }
    }
}
