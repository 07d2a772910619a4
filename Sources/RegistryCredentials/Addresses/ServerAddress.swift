/// The address of a registry: a host, a port, and a path below them.
///
/// Docker's config file and helpers hold keys such as `registry.example`, `https://registry.example/v1/` or, for Docker
/// Hub, any of five names. ``text`` is the original text; the other properties are its normalized form.
public struct ServerAddress: Sendable {
    /// The URL scheme of an address.
    public enum Scheme: String, Sendable {
        /// `https://`, the default.
        case https
        /// `http://`.
        case http
    }

    /// The original text, without surrounding white space.
    public let text: String

    /// The scheme; nil if the text names none.
    public let scheme: Scheme?

    /// The host in lower case; always `index.docker.io` for Docker Hub.
    ///
    /// An IPv6 address has no brackets and is in the canonical form of RFC 5952.
    public let host: String

    /// The port; nil if it is the default: 443, or 80 after `http://`.
    public let port: UInt16?

    /// The port in the text, even if it is the default.
    package let namedPort: UInt16?

    /// The path after the host, without slashes around it: a namespace or repository such as `team/app`.
    ///
    /// Empty if there is none. A leading `v1` or `v2`, the version of the registry API, is not part of the path.
    public let path: String

    /// Why the address cannot be used to reach a registry; nil if it can.
    ///
    /// A key such as `ftp://registry.example/` or `*.example` is not the address of a registry, and a host name that is
    /// not ASCII must be converted to its `xn--` form. Stores find such keys; a login throws this error.
    public let networkProblem: ServerAddressError?

    /// Whether the text is a key that is not an address; it matches only the identical key.
    package let isOpaque: Bool

    /// Whether the path is the repository of an image, and not a namespace.
    ///
    /// Clients ask a credential helper for the registry of an image and for nothing more.
    let isRepository: Bool

    /// Parses an address.
    ///
    /// - Parameter text: A host, optionally with a scheme, user information, port and path. Surrounding white space,
    ///   user information, query and fragment are ignored. <doc:ServerAddresses> lists examples.
    /// - Throws: ``ServerAddressError`` if the text has no host, or its port is not a number from 1 to 65535.
    public init(_ text: String) throws(ServerAddressError) {
        self.init(try ServerAddressParser.parse(text))
    }

    /// Creates an address from any key of a config file or credential helper, even one that is not an address.
    ///
    /// - Parameter key: The key. A key that is not an address matches only the identical key; see ``networkProblem``.
    /// - Throws: ``ServerAddressError`` if the key is empty or contains a control character.
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
        isRepository = false
        let isASCII = host.utf8.allSatisfy { $0 < 0x80 }
        networkProblem =
            parts.problem
            ?? (isASCII
                ? nil : ServerAddressError("the host of the registry is not ASCII: use its xn-- form"))
    }

    /// Creates an address on the registry of `other` with the path of an image's repository.
    init(of other: ServerAddress, path: String) {
        host = other.host
        port = other.port
        namedPort = other.namedPort
        scheme = other.scheme
        self.path = path
        text = path.isEmpty ? other.authority : "\(other.authority)/\(path)"
        networkProblem = other.networkProblem
        isOpaque = other.isOpaque
        isRepository = !path.isEmpty
    }

    /// The host names of Docker Hub.
    public static let dockerHubNames: Set<String> = [
        "docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com", "www.docker.io",
    ]

    static let dockerHubHost = "index.docker.io"

    /// Whether the address is Docker Hub, under any of its names.
    public var isDockerHub: Bool { host == Self.dockerHubHost && port == nil }

    /// The host, in brackets if it is an IPv6 address, and the port if it is not the default.
    public var authority: String {
        isOpaque ? host : HostAndPort.text(host: host, port: port)
    }

    /// ``authority`` as it appears in keys: it keeps an explicit port 80, even after `http://`.
    ///
    /// Docker removes the scheme from an address and keeps its port.
    private var keyAuthority: String { port == nil && namedPort == 80 ? "\(authority):80" : authority }

    /// The host and port of the registry API: ``authority``, or `registry-1.docker.io` for Docker Hub.
    public var registryAuthority: String { isDockerHub ? "registry-1.docker.io" : authority }

    /// The key under which Docker saves the host's credential: `https://index.docker.io/v1/` for Docker Hub.
    ///
    /// Docker saves the tokens of its device login to Docker Hub under two separate keys, which end with `access-token`
    /// and `refresh-token`. An address of one of these keys has that key.
    public var dockerKey: String {
        guard isDockerHub else { return keyAuthority }
        return Self.dockerHubKey + (isDockerHubToken ? path : "")
    }

    /// The key under which podman saves a credential: the host, or `docker.io`, followed by the path.
    public var podmanKey: String {
        let server = isDockerHub ? "docker.io" : keyAuthority
        return path.isEmpty ? server : "\(server)/\(path)"
    }

    static let dockerHubKey = "https://index.docker.io/v1/"

    /// Whether the address is the key of a device-login token, which is not a password for Docker Hub.
    var isDockerHubToken: Bool { isDockerHub && (path == "access-token" || path == "refresh-token") }
}

extension ServerAddress: Hashable, CustomStringConvertible {
    /// Whether both addresses have the same host, port and path; the scheme and the original text are ignored.
    public static func == (one: Self, other: Self) -> Bool {
        one.port == other.port && one.host.utf8.elementsEqual(other.host.utf8)
            && one.path.utf8.elementsEqual(other.path.utf8)
    }

    /// Hashes the properties that `==` compares.
    public func hash(into hasher: inout Hasher) {
        for byte in host.utf8 { hasher.combine(byte) }
        hasher.combine(port)
        for byte in path.utf8 { hasher.combine(byte) }
    }

    /// The original text without user information, query and fragment, which may hold a secret.
    public var description: String { text.withoutUserInformation }
}

extension ServerAddress: CustomReflectable {
    /// A mirror of the description alone, so that `dump` does not show user information.
    public var customMirror: Mirror { Mirror(self, children: ["address": description]) }
}

extension String {
    /// The key or address without user information, query and fragment, which may hold a secret; for messages.
    package var withoutUserInformation: String {
        let start = firstRange(of: "://")?.upperBound ?? (hasPrefix("//") ? index(startIndex, offsetBy: 2) : startIndex)
        let end = self[start...].firstIndex { $0 == "?" || $0 == "#" } ?? endIndex
        // An unescaped slash in a password would end the host. So user information extends to the last `@`, wherever it
        // is, unless that `@` begins the digest of an image.
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
