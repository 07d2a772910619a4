#if SecretService && os(Linux)
import CLibsecret

/// Waiting for single signals.
extension SessionBus {
    /// Listens for one signal while `body` runs.
    ///
    /// - Parameters:
    ///   - signal: The signal.
    ///   - body: Takes the object that the signal is noted in.
    /// - Returns: The result of `body`.
    /// - Throws: The error of `body`.
    func listening<Result>(
        for signal: BusSignal,
        _ body: (ReceivedSignal) throws(SecretServiceError) -> Result
    ) throws(SecretServiceError) -> Result {
        let received = ReceivedSignal()
        let subscription = unsafe g_dbus_connection_signal_subscribe(
            connection,
            signal.sender,
            signal.interface,
            signal.member,
            signal.path,
            signal.firstArgument,
            G_DBUS_SIGNAL_FLAGS_NONE,
            { _, _, _, _, _, parameters, data in
                guard let data = unsafe data, let parameters = unsafe parameters else { return }
                let received = unsafe Unmanaged<ReceivedSignal>.fromOpaque(data).takeUnretainedValue()
                // The callback does not own the parameters.
                received.parameters = unsafe Variant(taking: g_variant_ref(parameters))
            },
            Unmanaged.passRetained(received).toOpaque(),
            { data in
                if let data = unsafe data { unsafe Unmanaged<ReceivedSignal>.fromOpaque(data).release() }
            }
        )
        defer { unsafe g_dbus_connection_signal_unsubscribe(connection, subscription) }
        return try body(received)
    }

    /// Waits in the bus's queue until this connection owns a name.
    ///
    /// - Parameters:
    ///   - name: A well-known name; the bus releases it when the connection ends for any reason.
    ///   - awaited: The purpose of the wait, for messages.
    /// - Throws: ``SecretServiceError/timedOut(_:limit:)``. It is not an error if the bus allows no names.
    func own(_ name: String, awaiting awaited: SecretServiceWait) throws(SecretServiceError) {
        let acquired = BusSignal(
            sender: Self.name,
            interface: Self.name,
            member: "NameAcquired",
            path: Self.path,
            firstArgument: name
        )
        try listening(for: acquired) { received throws(SecretServiceError) in
            let inQueue: UInt32 = 2
            let request = SessionBus.call("RequestName", .tuple(.string(name), .number(0)))
            guard case .success(let reply) = try answer(to: request), reply.members.first?.number == inQueue else {
                return
            }
            try loop.wait(for: awaited) { received.parameters != nil || isClosed }
        }
    }
}

/// A signal to listen for.
struct BusSignal {
    let sender: String
    let interface: String
    let member: String
    let path: String
    var firstArgument: String?
}

/// The last signal that was received, if any.
final class ReceivedSignal {
    var parameters: Variant?
}
#endif
