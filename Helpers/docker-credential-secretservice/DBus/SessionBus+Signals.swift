#if SecretService && os(Linux)
import CLibsecret

/// Signals, of which this program waits for single ones.
extension SessionBus {
    /// Listens for one signal while `body` runs.
    ///
    /// - Parameters:
    ///   - signal: What to listen for.
    ///   - body: Gets what has come so far.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
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
                // The callback is lent its parameters.
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

    /// Waits until this connection owns a name, behind others that want it too.
    ///
    /// - Parameters:
    ///   - name: A well-known name, which the bus takes back when the connection ends, however it does.
    ///   - awaited: What is waited for, for the message.
    /// - Throws: ``SecretServiceError/timedOut(_:limit:)``. A bus that gives nobody names is no error.
    func own(_ name: String, awaiting awaited: SecretServiceWait) throws(SecretServiceError) {
        let acquired = BusSignal(
            sender: "org.freedesktop.DBus",
            interface: "org.freedesktop.DBus",
            member: "NameAcquired",
            path: "/org/freedesktop/DBus",
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

/// Which signal is meant.
struct BusSignal {
    let sender: String
    let interface: String
    let member: String
    let path: String
    var firstArgument: String?
}

/// The last signal that came, if any has.
final class ReceivedSignal {
    var parameters: Variant?
}
#endif
