/// The address of a registry, however it is spelt: what host and port it means, and what lies below.
///
/// Docker's files and helpers hold keys such as `registry.example`, `https://registry.example/v1/` or, for Docker Hub,
/// any of five names. ``text`` is what was given; all else is what it means.
public struct ServerAddress: Sendable {
    /// The protocol that a key may name.
    public enum Scheme: String, Sendable {
        /// `https://`, which is also meant where no scheme is named.
        case https
        /// `http://`.
        case http
    }

    /// The address as it was given, without the white space around it.
    public let text: String

    /// The scheme that was named; nil if none was.
    public let scheme: Scheme?

    /// The host in lower case, an IPv6 address without its brackets; of Docker Hub always `index.docker.io`.
    public let host: String

    /// The port; nil if none was named, or the one that the scheme implies: 443, and 80 after `http://`.
    public let port: UInt16?

    /// What follows the host, without slashes around it: a namespace or repository such as `team/app`.
    ///
    /// Empty if nothing does. The `v1` and `v2` of the registry interface are nothing.
    public let path: String

    /// Reads an address.
    ///
    /// - Parameter text: A host with or without scheme, user information, port and path; white space around it does not
    ///   count, nor do user information, query and fragment.
    /// - Throws: ``ServerAddressError`` if no host can be found in it.
    public init(_ text: String) throws(ServerAddressError) {
        let parts = try ServerAddressParser.parse(text)
        self.text = parts.text
        scheme = parts.scheme
        host = Self.dockerHubNames.contains(parts.host) ? Self.dockerHubHost : parts.host
        port = parts.port
        path = parts.path
    }

    /// The names under which people and programs know Docker Hub.
    public static let dockerHubNames: Set<String> = [
        "docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com", "www.docker.io",
    ]

    static let dockerHubHost = "index.docker.io"

    /// Whether this is Docker Hub, under any of its names.
    public var isDockerHub: Bool { host == Self.dockerHubHost && port == nil }

    /// The host, in brackets if it is an IPv6 address, and the port if there is one.
    public var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port.map { "\(name):\($0)" } ?? name
    }

    /// Where the registry answers: ``authority``, and `registry-1.docker.io` for Docker Hub.
    public var registryAuthority: String { isDockerHub ? "registry-1.docker.io" : authority }

    /// The key under which Docker saves a credential: ``authority``, and `https://index.docker.io/v1/` for Docker Hub.
    public var dockerKey: String { isDockerHub ? "https://index.docker.io/v1/" : authority }
}

extension ServerAddress: Hashable, CustomStringConvertible {
    /// Whether both mean the same host, port and path; scheme and spelling do not count.
    public static func == (one: Self, other: Self) -> Bool {
        one.port == other.port && one.host.utf8.elementsEqual(other.host.utf8)
            && one.path.utf8.elementsEqual(other.path.utf8)
    }

    /// Feeds what `==` compares.
    public func hash(into hasher: inout Hasher) {
        for byte in host.utf8 { hasher.combine(byte) }
        hasher.combine(port)
        for byte in path.utf8 { hasher.combine(byte) }
    }

    /// The address as it was given.
    public var description: String { text }
}
