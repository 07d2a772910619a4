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
        guard let origin = Self.read(scheme: scheme, authority: server.registryAuthority[...]) else {
            throw LoginError(.failed, "\(server.authority) is not a host that a request can be sent to")
        }
        self = origin
    }
}
