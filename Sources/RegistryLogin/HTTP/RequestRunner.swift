internal import HTTPTypes

/// Sends single requests, each within its time, and gives every failure a form that may be shown.
struct RequestRunner: Sendable {
    let transport: any HTTPTransport
    let limit: Duration

    private static let maximumRedirects = 5

    /// What came of a request.
    struct Answer: Sendable {
        var reply: HTTPReply
        /// Where the server sends its client, if that is another origin; nobody has gone there.
        var elsewhere: HTTPOrigin?
    }

    /// Sends a request, and follows redirects as long as they stay at its origin.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - body: Its body.
    ///   - maximumBodySize: How much of the response's body is kept.
    /// - Returns: The last response.
    /// - Throws: ``LoginError``, or `CancellationError` if the task was cancelled.
    func send(_ request: HTTPRequest, body: [UInt8] = [], maximumBodySize: Int) async throws -> Answer {
        var request = request
        for _ in 0...Self.maximumRedirects {
            let reply = try await sendOnce(request, body: body, maximumBodySize: maximumBodySize)
            guard let redirect = try HTTPRedirect(of: reply.head, to: request) else { return Answer(reply: reply) }
            if redirect.leavesOrigin { return Answer(reply: reply, elsewhere: HTTPOrigin(redirect.request)) }
            // The credential of a POST is in its body. Without it, whatever comes next was not given for the credential.
            guard redirect.keepsBody else {
                throw LoginError(.failed, "\(Self.name(of: request)) redirects a request and drops its body")
            }
            request = redirect.request
        }
        throw LoginError(.failed, "\(Self.name(of: request)) redirects again and again")
    }

    /// Sends a request, once.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - body: Its body.
    ///   - maximumBodySize: How much of the response's body is kept.
    /// - Returns: The response.
    /// - Throws: ``LoginError``, or `CancellationError` if the task was cancelled.
    func sendOnce(_ request: HTTPRequest, body: [UInt8], maximumBodySize: Int) async throws -> HTTPReply {
        let reply: HTTPReply?
        do {
            reply = try await withTimeLimit { [transport] in
                try await transport.send(request, body: body, maximumBodySize: maximumBodySize)
            }
        } catch {
            // A transport may have a name of its own for the end of its task.
            try Task.checkCancellation()
            throw Self.described(error, at: Self.name(of: request))
        }
        guard let reply else {
            throw LoginError(.timedOut, "\(Self.name(of: request)) did not answer within \(limit)")
        }
        return reply
    }

    private func withTimeLimit<Value: Sendable>(
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value? {
        try await withThrowingTaskGroup(of: Value?.self) { [limit] group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    private static func name(of request: HTTPRequest) -> String {
        HTTPOrigin(request).map(\.description) ?? "the server"
    }

    private static func described(_ error: any Error, at server: String) -> LoginError {
        guard let error = error as? HTTPTransportError else {
            return LoginError(.failed, "the request to \(server) failed with \(type(of: error))")
        }
        switch error.code {
        case .unreachable:
            return LoginError(.unreachable, "there is no connection to \(server): \(error.message)")
        case .insecure:
            return LoginError(
                .insecure,
                "there is no trust in \(server): \(error.message)",
                advice: ["If the certificate is your own, put its authority into the registry's certs.d directory"]
            )
        case .timedOut:
            return LoginError(.timedOut, "\(server) did not answer in time: \(error.message)")
        default:
            return LoginError(.failed, "the request to \(server) failed: \(error.message)")
        }
    }
}
