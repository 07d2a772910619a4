public import RegistryCredentials

extension HTTPOrigin {
    /// Finds out where a registry is reached; Docker Hub, under any of its names, at `registry-1.docker.io`.
    ///
    /// - Parameters:
    ///   - server: The address of the registry.
    ///   - plainHTTP: Whether it may be reached without TLS.
    /// - Throws: ``LoginError`` with the code ``LoginError/Code/insecure`` if the address begins with `http://` and that is
    ///   not allowed, and with ``LoginError/Code/failed`` if a request cannot be sent to such a host.
    public init(of server: ServerAddress, plainHTTP: PlainHTTP = .never) throws(LoginError) {
        let isPlain: Bool
        switch plainHTTP {
        case .never: isPlain = false
        case .loopback: isPlain = server.scheme != .https && HTTPHost(server.host)?.isLoopback == true
        case .always: isPlain = server.scheme != .https
        }
        guard isPlain || server.scheme != .http else {
            throw LoginError(
                .insecure,
                "\(server.authority) would be reached over plain HTTP",
                advice: ["Leave out http://, or allow plain HTTP for this registry"]
            )
        }
        let scheme = isPlain ? "http" : "https"
        // The port of TLS, which an address means where it names none, has to be named again without TLS.
        let isPlainOnTLSPort = isPlain && server.port == nil && server.namedPort == 443
        let authority = server.registryAuthority + (isPlainOnTLSPort ? ":443" : "")
        guard let origin = Self.read(scheme: scheme, authority: authority[...]) else {
            throw LoginError(.failed, "\(server.authority) is not a host that a request can be sent to")
        }
        self = origin
    }
}
