internal import HTTPTypes
public import RegistryCredentials

extension LoginService {
    /// Finds the origin at which a registry is reached, by a request without a credential.
    ///
    /// Only a loopback address without a scheme has two candidates. For all others this is
    /// ``HTTPOrigin/init(of:plainHTTP:)`` and a request.
    ///
    /// - Parameter server: The registry.
    /// - Returns: The origin from which a response came.
    /// - Throws: ``LoginError`` if there was no response; `CancellationError`.
    public func locate(_ server: ServerAddress) async throws -> HTTPOrigin {
        try await locate(server, hiding: ServerTextFilter(hiding: [])).probe.registry
    }

    /// A loopback registry replies to a TLS handshake at once.
    ///
    /// One that uses plain HTTP may wait forever for a line end.
    private static let loopbackHandshakeTimeout = Duration.seconds(3)

    /// Sends a request to each origin of a registry until one responds.
    ///
    /// A busy machine may need longer than ``loopbackHandshakeTimeout`` for a TLS handshake. Such a registry gets a second
    /// request, with the whole time limit, if the response over plain HTTP is that of a TLS server.
    func locate(
        _ server: ServerAddress,
        hiding filter: ServerTextFilter
    ) async throws -> (probe: RegistryProbe, reply: HTTPReply) {
        let origins = try HTTPOrigin.candidates(for: server, plainHTTP: options.plainHTTP)
        var silent: HTTPOrigin?
        for origin in origins.dropLast() {
            let timeout = min(runner.timeout, Self.loopbackHandshakeTimeout)
            let quick = RequestRunner(transport: runner.transport, timeout: timeout)
            do {
                // In every case this ends before anything is sent in plain text.
                let reply = try await RegistryProbe(runner: quick, registry: origin, filter: filter).ask()
                return (RegistryProbe(runner: runner, registry: origin, filter: filter), reply)
            } catch let error as LoginError where [.noTLS, .unreachable, .timedOut].contains(error.code) {
                if error.code == .timedOut { silent = origin }
            }
        }
        guard let last = origins.last else {
            throw LoginError(.failed, "cannot connect to \(server.authority): it is not a host name or address")
        }
        guard let silent else { return try await ask(last, filter) }
        do {
            let found = try await ask(last, filter)
            if !found.reply.mayComeFromTLSServer { return found }
        } catch let error as LoginError where [.failed, .unreachable].contains(error.code) {
            // A TLS server may also close a connection that begins with plain text.
        }
        return try await ask(silent, filter)
    }

    private func ask(
        _ origin: HTTPOrigin,
        _ filter: ServerTextFilter
    ) async throws -> (probe: RegistryProbe, reply: HTTPReply) {
        let probe = RegistryProbe(runner: runner, registry: origin, filter: filter)
        return (probe, try await probe.ask())
    }
}

extension HTTPReply {
    /// Whether this is how a TLS server answers a request in plain text: net/http of Go and nginx send 400.
    fileprivate var mayComeFromTLSServer: Bool { head.status == .badRequest }
}
