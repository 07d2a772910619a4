public import RegistryCredentials

extension HTTPOrigin {
    /// Finds where a registry is reached; Docker Hub, under any of its names, at `registry-1.docker.io`.
    ///
    /// A loopback address for which plain HTTP is allowed may still speak TLS: ``LoginService/locate(_:)`` asks it.
    ///
    /// - Parameters:
    ///   - server: The address of the registry.
    ///   - plainHTTP: Whether it may be reached without TLS.
    /// - Throws: ``LoginError`` with the code ``LoginError/Code/plainHTTPNotAllowed`` if the address begins with `http://`
    ///   and that is not allowed, and with ``LoginError/Code/failed`` if a request cannot be sent to such a host.
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
                    "If this registry uses plain HTTP, allow plain HTTP for it",
                ]
            )
        }
        self = try Self.origin(of: server, isPlain: isPlain)
    }

    /// The origins at which a registry may be reached, in the order in which they are asked: where plain HTTP is allowed
    /// only since the address is loopback, TLS comes first.
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
        // The port of TLS, which an address means where it names none, has to be named again without TLS.
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
