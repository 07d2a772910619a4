public import RegistryCredentials

extension HTTPOrigin {
    /// Creates the origin of a registry; for Docker Hub, under any of its names, that is `registry-1.docker.io`.
    ///
    /// A loopback registry for which plain HTTP is allowed may use TLS anyway; ``LoginService/locate(_:)`` finds out.
    ///
    /// - Parameters:
    ///   - server: The address of the registry.
    ///   - plainHTTP: Whether it may be reached without TLS.
    /// - Throws: ``LoginError`` with the code ``LoginError/Code/plainHTTPNotAllowed`` if the address begins with
    ///   `http://` and that is not allowed, and with ``LoginError/Code/failed`` if a request cannot be sent to such a
    ///   host.
    public init(of server: ServerAddress, plainHTTP: PlainHTTP = .never) throws(LoginError) {
        if let problem = server.networkProblem, server.host.utf8.allSatisfy({ $0 < 0x80 }) {
            throw LoginError(.failed, "cannot connect to the registry: \(problem)")
        }
        let isPlain: Bool
        switch plainHTTP {
        case .never: isPlain = false
        case .loopback: isPlain = server.scheme != .https && Self.isExactlyLoopback(server)
        case .always: isPlain = server.scheme != .https
        }
        guard isPlain || server.scheme != .http else {
            throw LoginError(
                .plainHTTPNotAllowed,
                "refusing to use plain HTTP for \(server.authority): the address begins with http://",
                advice: [
                    "Leave out http:// if the registry speaks TLS",
                    LoginError.adviceToAllowPlainHTTP,
                ]
            )
        }
        self = try Self.origin(of: server, isPlain: isPlain)
    }

    /// Returns the possible origins of a registry, in the order in which they are tried.
    ///
    /// If plain HTTP is only allowed because the address is loopback, TLS comes first.
    static func candidates(for server: ServerAddress, plainHTTP: PlainHTTP) throws(LoginError) -> [HTTPOrigin] {
        let origin = try HTTPOrigin(of: server, plainHTTP: plainHTTP)
        guard plainHTTP == .loopback, server.scheme == nil, !origin.isSecure else { return [origin] }
        return [try Self.origin(of: server, isPlain: false), origin]
    }

    private static func isExactlyLoopback(_ server: ServerAddress) -> Bool {
        HTTPOrigin(scheme: "http", host: server.host)?.isExactlyLoopback == true
    }

    private static func origin(of server: ServerAddress, isPlain: Bool) throws(LoginError) -> HTTPOrigin {
        let scheme = isPlain ? "http" : "https"
        // The default port of TLS, which an address without a port means, must be explicit without TLS.
        let isPlainOnTLSPort = isPlain && server.port == nil && server.namedPort == 443
        let authority = server.registryAuthority + (isPlainOnTLSPort ? ":443" : "")
        if let origin = Self.read(scheme: scheme, authority: authority[...]) { return origin }
        guard server.host.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw LoginError(
                .failed,
                "cannot connect to \(server.authority): the host name has characters beyond ASCII",
                advice: ["Use the form of the name that begins with xn--"]
            )
        }
        throw LoginError(.failed, "cannot connect to \(server.authority): it is not a host name or address")
    }
}
