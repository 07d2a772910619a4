internal import HTTPTypes
internal import SystemSupport

/// Sends single requests with a timeout, and converts each failure to an error that may be shown.
struct RequestRunner: Sendable {
    let transport: any HTTPTransport
    let timeout: Duration

    /// The server of a request, with its name in messages.
    enum Server: Sendable {
        case registry(HTTPOrigin)
        /// A token server, and the registry that names it.
        case tokens(HTTPOrigin, namedBy: HTTPOrigin, ServerTextFilter)
        /// A server to which a registry redirects its clients.
        case storage(HTTPOrigin, namedBy: HTTPOrigin, ServerTextFilter)

        fileprivate var name: String {
            switch self {
            case .registry(let origin): "\(origin)"
            case .tokens(let origin, let registry, let filter):
                origin == registry ? "\(origin)" : "the token server \(filter.shown(origin)), which \(registry) names"
            case .storage(let origin, let registry, let filter):
                origin == registry ? "\(origin)" : "\(filter.shown(origin)), to which \(registry) redirects"
            }
        }

        /// Advice for a host that exists and does not speak TLS; none for an address that a registry has chosen.
        fileprivate var plainHTTPAdvice: [String] {
            guard case .registry(let origin) = self, origin.isSecure else { return [] }
            return [LoginError.adviceToAllowPlainHTTP]
        }

        /// The registry on whose behalf the request is sent.
        fileprivate var principal: HTTPOrigin? {
            switch self {
            case .registry: nil
            case .tokens(_, let registry, _), .storage(_, let registry, _): registry
            }
        }
    }

    /// Sends a request once.
    ///
    /// - Throws: ``LoginError``; `CancellationError`.
    func send(
        _ request: HTTPRequest,
        body: [UInt8] = [],
        maximumBodySize: Int,
        to server: Server
    ) async throws -> HTTPReply {
        let reply: HTTPReply?
        do {
            reply = try await withTimeout { [transport] in
                try await transport.send(
                    request,
                    body: body,
                    maximumBodySize: maximumBodySize,
                    onBehalfOf: server.principal
                )
            }
        } catch {
            // A transport may report a cancellation as another error.
            try Task.checkCancellation()
            throw Self.described(error, at: server)
        }
        guard let reply else {
            throw LoginError(.timedOut, "cannot reach \(server.name): \(Diagnosis.timedOutReason(after: timeout))")
        }
        return reply
    }

    private func withTimeout<Value: Sendable>(
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value? {
        try await withThrowingTaskGroup(of: Value?.self) { [timeout] group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: timeout)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    private static func described(_ error: any Error, at server: Server) -> LoginError {
        let name = server.name
        guard let error = error as? HTTPTransportError else {
            return LoginError(.failed, "the request to \(name) failed: \(type(of: error))")
        }
        if let proxy = error.proxy {
            return LoginError(
                error.code == .timedOut ? .timedOut : .unreachable,
                "cannot reach \(name) through the proxy \(proxy): \(error.message)",
                advice: error.advice + ["Check the proxy variables, or name the host in NO_PROXY"]
            )
        }
        let mayUsePlainHTTP = [.noTLS, .connectionRefused].contains(error.code)
        let advice = error.advice + (mayUsePlainHTTP ? server.plainHTTPAdvice : [])
        return switch error.code {
        case .unreachable, .connectionRefused:
            LoginError(.unreachable, "cannot connect to \(name): \(error.message)", advice: advice)
        case .insecure: LoginError(.insecure, "cannot trust \(name): \(error.message)", advice: advice)
        case .noTLS: LoginError(.noTLS, "cannot connect to \(name): \(error.message)", advice: advice)
        case .timedOut: LoginError(.timedOut, "cannot reach \(name): \(error.message)", advice: advice)
        default: LoginError(.failed, "the request to \(name) failed: \(error.message)", advice: advice)
        }
    }
}
