public import HTTPTypes
internal import RegistryCredentials

/// A scheme, a host and a port: the server that a credential is sent to (RFC 6454).
///
/// Two addresses have the same origin only if all three are equal. Another port of the same host is another server.
public struct HTTPOrigin: Sendable, Hashable {
    /// The scheme: `https` or `http`.
    public let scheme: String

    /// The host in lower case; an IPv6 address has no brackets.
    public let host: String

    /// The port; 443 or 80 by default.
    public let port: UInt16

    /// Creates an origin; nil for any other scheme, or if the host is not valid.
    ///
    /// - Parameters:
    ///   - scheme: `https` or `http`, in any case.
    ///   - host: The host; an IPv6 address without brackets.
    ///   - port: The port; nil for the default of the scheme.
    public init?(scheme: String, host: String, port: UInt16? = nil) {
        let scheme = scheme.lowercased()
        guard scheme == "https" || scheme == "http", let host = Self.normalized(host) else { return nil }
        self.scheme = scheme
        self.host = host
        self.port = port ?? (scheme == "https" ? 443 : 80)
    }

    /// Creates the origin of a request.
    ///
    /// Nil if the scheme or the authority is missing or not valid, if the authority contains user information, or if
    /// the path does not begin with a slash. Such a path could change the host: `@elsewhere` after an authority does.
    ///
    /// - Parameter request: The request.
    public init?(_ request: HTTPRequest) {
        guard let scheme = request.scheme, let authority = request.authority, request.path?.hasPrefix("/") ?? true,
            let origin = Self.read(scheme: scheme, authority: authority[...])
        else { return nil }
        self = origin
    }

    /// Creates an origin from the parts of an address; nil if they are not valid or contain user information.
    static func read(scheme: some StringProtocol, authority: Substring) -> HTTPOrigin? {
        guard let server = try? HostAndPort(authority) else { return nil }
        return HTTPOrigin(scheme: String(scheme), host: server.host, port: server.port)
    }

    /// Whether the connection is encrypted.
    public var isSecure: Bool { scheme == "https" }

    /// The host, in brackets if it is an IPv6 address, and the port if it is not the default of the scheme.
    public var authority: String {
        HostAndPort.text(host: host, port: port == (isSecure ? 443 : 80) ? nil : port)
    }
}

extension HTTPOrigin: CustomStringConvertible {
    /// The origin as the beginning of an address: `https://registry.example:5000`.
    public var description: String { "\(scheme)://\(authority)" }
}
