internal import HTTPTypes
public import RegistryCredentials

extension LoginService {
    /// Finds where a registry is reached, by asking it without a credential.
    ///
    /// Only a loopback address without a scheme can be reached in two ways; for all others this is
    /// ``HTTPOrigin/init(of:plainHTTP:)`` and a request.
    ///
    /// - Parameter server: The registry.
    /// - Returns: The origin at which something answered.
    /// - Throws: ``LoginError`` if nothing did; `CancellationError` if the task was cancelled.
    public func locate(_ server: ServerAddress) async throws -> HTTPOrigin {
        try await locate(server, hiding: ServerTextFilter(hiding: [])).probe.registry
    }

    /// A loopback registry answers a TLS handshake at once; one that speaks plain HTTP may wait for the end of a line that
    /// never comes.
    private static let loopbackHandshakeTimeout = Duration.seconds(3)

    /// Asks a registry at each of its origins until one answers.
    func locate(
        _ server: ServerAddress,
        hiding filter: ServerTextFilter
    ) async throws -> (probe: RegistryProbe, reply: HTTPReply) {
        let origins = try HTTPOrigin.candidates(for: server, plainHTTP: options.plainHTTP)
        for origin in origins.dropLast() {
            let timeout = min(runner.timeout, Self.loopbackHandshakeTimeout)
            let quick = RequestRunner(transport: runner.transport, timeout: timeout)
            do {
                // However this ends, it ends before anything goes out in plain text.
                let reply = try await RegistryProbe(runner: quick, registry: origin, filter: filter).ask()
                return (RegistryProbe(runner: runner, registry: origin, filter: filter), reply)
            } catch let error as LoginError where [.noTLS, .unreachable, .timedOut].contains(error.code) {
                continue
            }
        }
        guard let last = origins.last else {
            throw LoginError(.failed, "cannot connect to \(server.authority): it is not a host name or address")
        }
        return try await ask(last, filter)
    }

    private func ask(
        _ origin: HTTPOrigin,
        _ filter: ServerTextFilter
    ) async throws -> (probe: RegistryProbe, reply: HTTPReply) {
        let probe = RegistryProbe(runner: runner, registry: origin, filter: filter)
        do {
            return (probe, try await probe.ask())
        } catch let error as LoginError where [.noTLS, .unreachable].contains(error.code) && origin.isSecure {
            // Not where a proxy failed or the name is unknown: then nothing is known about the registry.
            guard error.code == .noTLS || error.isRefusedConnection else { throw error }
            throw LoginError(
                error.code,
                error.message,
                advice: error.advice + ["If this registry uses plain HTTP, allow plain HTTP for it"]
            )
        }
    }
}

extension LoginError {
    /// Whether the host exists and nothing listens at the port; not where a proxy refused the connection.
    fileprivate var isRefusedConnection: Bool {
        code == .unreachable && message.hasPrefix("cannot connect to") && message.hasSuffix("connection refused")
    }
}
