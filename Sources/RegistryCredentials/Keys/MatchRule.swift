/// Why a key answers for a server, the strongest reason first.
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
    case spelling
    /// The key names a namespace above the address.
    case namespace
    /// The key names something else on the same server.
    case samePlace
    /// The key is a pattern with stars.
    case pattern
}

extension MatchRule: CustomStringConvertible {
    package var description: String {
        switch self {
        case .exact: "the key is the address"
        case .canonical: "the key is the one that clients save this server under"
        case .https: "the key is the server after https://"
        case .http: "the key is the server after http://"
        case .spelling: "the key is another spelling of the server"
        case .namespace: "the key is a namespace above"
        case .samePlace: "the key is a path on the same server"
        case .pattern: "the key is a pattern that the server fits"
        }
    }
}
