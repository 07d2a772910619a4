/// Why a key is used for a server, the strongest reason first.
package enum MatchRule: Sendable, Equatable, CaseIterable {
    /// The key is the address as it was given.
    case exact
    /// The key is the one under which the file's owner, Docker or podman, saves this server.
    case canonical
    /// The key names the server after `https://`.
    case https
    /// The key names the server after `http://`.
    case http
    /// The key names the server in another way: upper case, port 443, a slash, another name of Docker Hub.
    case alias
    /// The key names the host or a path above the address.
    case parent
    /// The key names a path on the host that was asked for.
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
