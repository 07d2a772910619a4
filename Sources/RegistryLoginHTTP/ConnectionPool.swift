#if HTTPClient
internal import RegistryLogin
internal import Synchronization

/// The connections of a transport: those in use, so that ``shutdown()`` can close them, and idle ones.
final class ConnectionPool: Sendable {
    private struct State {
        var isShutDown = false
        var used: [ObjectIdentifier: Connection] = [:]
        var idle: [ConnectionRoute.Key: [Connection]] = [:]
    }

    private let state = Mutex(State())

    /// The number of idle connections that are kept, enough for a client that requests several blobs at once.
    private static let maximumIdleCount = 8

    deinit { shutdown() }

    /// Sends a request over an idle connection, or else over a new one.
    ///
    /// - Throws: `HTTPTransportError`, the errors of NIO, or `CancellationError`.
    func send(_ message: RequestMessage, along route: ConnectionRoute) async throws -> HTTPReply {
        // A server may close an idle connection at the moment of the request; only then, and only if the request may be
        // sent twice, is another connection tried.
        if message.isIdempotent, let connection = takeIdle(for: route.key) {
            do {
                return try await exchange(message, over: connection)
            } catch {
                guard connection.isUnanswered else { throw error }
                try Task.checkCancellation()
            }
        }
        let connection = Connection()
        try use(connection)
        do {
            try await connection.open(route)
        } catch {
            discard(connection)
            throw error
        }
        return try await exchange(message, over: connection)
    }

    /// Closes all connections, without waiting for their peers.
    func shutdown() {
        let all = state.withLock { state in
            state.isShutDown = true
            defer { (state.used, state.idle) = ([:], [:]) }
            return Array(state.used.values) + state.idle.values.joined()
        }
        for connection in all { connection.close() }
    }

    private func exchange(_ message: RequestMessage, over connection: Connection) async throws -> HTTPReply {
        do {
            let (reply, staysOpen) = try await connection.send(message)
            if staysOpen { putBack(connection) } else { discard(connection) }
            return reply
        } catch {
            discard(connection)
            throw error
        }
    }

    private func use(_ connection: Connection) throws(HTTPTransportError) {
        let isShutDown = state.withLock { state in
            if !state.isShutDown { state.used[ObjectIdentifier(connection)] = connection }
            return state.isShutDown
        }
        guard !isShutDown else { throw HTTPTransportError(.failed, "the transport is shut down") }
    }

    private func takeIdle(for key: ConnectionRoute.Key) -> Connection? {
        state.withLock { state in
            while let connection = state.idle[key]?.popLast() {
                guard connection.isOpen else { continue }
                state.used[ObjectIdentifier(connection)] = connection
                return connection
            }
            return nil
        }
    }

    private func putBack(_ connection: Connection) {
        guard let key = connection.key else { return discard(connection) }
        let isKept = state.withLock { state in
            state.used[ObjectIdentifier(connection)] = nil
            guard !state.isShutDown, state.idle[key, default: []].count < Self.maximumIdleCount else { return false }
            state.idle[key, default: []].append(connection)
            return true
        }
        if !isKept { connection.close() }
    }

    private func discard(_ connection: Connection) {
        state.withLock { state in state.used[ObjectIdentifier(connection)] = nil }
        connection.close()
    }
}
#endif
