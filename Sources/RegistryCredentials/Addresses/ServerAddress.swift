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

    /// The host in lower case; of Docker Hub always `index.docker.io`.
    ///
    /// An IPv6 address is without its brackets and in the form of RFC 5952.
    public let host: String

    /// The port; nil if none was named, or one that means none: 443, and 80 after `http://`.
    public let port: UInt16?

    /// The port that was named, also one that means none.
    package let namedPort: UInt16?

    /// What follows the host, without slashes around it: a namespace or repository such as `team/app`.
    ///
    /// Empty if nothing does. The `v1` and `v2` of the registry interface are nothing.
    public let path: String

    /// Why no registry can be reached under this address; nil if one can.
    ///
    /// A key such as `ftp://registry.example/` or `*.example` is no address of a registry, and a host beyond ASCII has
    /// another name in a network. Stores find such keys; a login throws this error.
    public let networkProblem: ServerAddressError?

    /// Whether the text is a key that is no address: it names only itself, byte for byte.
    package let isOpaque: Bool

    /// Parses an address.
    ///
    /// - Parameter text: A host with or without scheme, user information, port and path. White space around it, user
    ///   information, query and fragment are ignored. <doc:ServerAddresses> has a table.
    /// - Throws: ``ServerAddressError`` if it has no host, or a port that is not a number from 1 to 65535.
    public init(_ text: String) throws(ServerAddressError) {
        self.init(try ServerAddressParser.parse(text))
    }

    /// Takes any key of a config file or credential helper, whether or not it is an address.
    ///
    /// - Parameter key: The key. One that is no address of a registry names only itself; see ``networkProblem``.
    /// - Throws: ``ServerAddressError`` if the key is empty or has a control character.
    public init(exactly key: String) throws(ServerAddressError) {
        do throws(ServerAddressError) {
            self.init(try ServerAddressParser.parse(key))
        } catch {
            let text = ServerAddressParser.trimmed(key)
            guard !text.isEmpty, !ServerAddressParser.hasControlCharacter(text) else { throw error }
            self.init(ServerAddressParser.Parts(text: text, host: text, path: "", problem: error))
        }
    }

    private init(_ parts: ServerAddressParser.Parts) {
        text = parts.text
        scheme = parts.scheme
        let isDockerHub = parts.port == nil && Self.dockerHubNames.contains(parts.host)
        host = isDockerHub ? Self.dockerHubHost : parts.host
        port = parts.port
        namedPort = parts.namedPort
        path = parts.path
        isOpaque = parts.problem != nil
        let isASCII = host.utf8.allSatisfy { $0 < 0x80 }
        networkProblem =
            parts.problem
            ?? (isASCII
                ? nil : ServerAddressError("the host of the registry is not ASCII: write its xn-- form to reach it"))
    }

    /// The registry of `other`, with another path below it.
    init(of other: ServerAddress, path: String) {
        host = other.host
        port = other.port
        namedPort = other.namedPort
        scheme = other.scheme
        self.path = path
        text = path.isEmpty ? other.authority : "\(other.authority)/\(path)"
        networkProblem = other.networkProblem
        isOpaque = other.isOpaque
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
        let name = host.contains(":") && !isOpaque ? "[\(host)]" : host
        return port.map { "\(name):\($0)" } ?? name
    }

    /// ``authority`` for a key: with the port 80 if it was named, also after `http://`.
    ///
    /// Docker takes the scheme off an address and keeps its port.
    private var keyAuthority: String { port == nil && namedPort == 80 ? "\(authority):80" : authority }

    /// Where the registry answers: ``authority``, and `registry-1.docker.io` for Docker Hub.
    public var registryAuthority: String { isDockerHub ? "registry-1.docker.io" : authority }

    /// The key under which Docker saves a credential of the host, and `https://index.docker.io/v1/` for Docker Hub.
    ///
    /// Docker keeps what its device login gets from Docker Hub under two keys of their own, which end with
    /// `access-token` and `refresh-token`; an address that names one of these has it as its key.
    public var dockerKey: String {
        guard isDockerHub else { return keyAuthority }
        return Self.dockerHubKey + (isDockerHubToken ? path : "")
    }

    /// The key under which podman saves a credential: the host or `docker.io`, and the path below it.
    public var podmanKey: String {
        let server = isDockerHub ? "docker.io" : keyAuthority
        return path.isEmpty ? server : "\(server)/\(path)"
    }

    static let dockerHubKey = "https://index.docker.io/v1/"

    /// Whether it names a token of Docker's device login, which is no password for Docker Hub.
    var isDockerHubToken: Bool { isDockerHub && (path == "access-token" || path == "refresh-token") }
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

    /// The address as it was given, without user information, query and fragment, which may hold a secret.
    public var description: String { text.withoutUserInformation }
}

extension ServerAddress: CustomReflectable {
    /// A mirror of the description alone, so that `dump` finds no user information either.
    public var customMirror: Mirror { Mirror(self, children: ["address": description]) }
}

extension String {
    /// A key or address without user information, query and fragment, which may hold a secret: for messages.
    package var withoutUserInformation: String {
        let start = firstRange(of: "://")?.upperBound ?? (hasPrefix("//") ? index(startIndex, offsetBy: 2) : startIndex)
        let end = self[start...].firstIndex { $0 == "?" || $0 == "#" } ?? endIndex
        // A slash in a password that is not escaped ends the host for us, and not for whoever wrote it; so the last `@`
        // counts, wherever it is, unless it is the one of an image's digest.
        var rest = self[start..<end]
        while let at = rest.lastIndex(of: "@") {
            guard rest[at...].hasPrefix("@sha256:") || rest[at...].hasPrefix("@sha512:") else {
                return self[..<start] + "…" + self[at..<end]
            }
            rest = rest[..<at]
        }
        return String(self[..<end])
    }
}
