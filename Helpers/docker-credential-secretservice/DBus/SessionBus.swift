#if SecretService && os(Linux)
import CLibsecret

/// A connection to the session bus.
@safe final class SessionBus {
    let loop: EventLoop
    let connection: OpaquePointer
    /// The most replies to wait for at the same time; smaller once the bus has refused a call.
    var replyWindow = 64

    static let name = "org.freedesktop.DBus"
    static let path = "/org/freedesktop/DBus"

    /// Connects to a bus, and never starts one.
    ///
    /// - Parameters:
    ///   - address: The bus's address.
    ///   - loop: Waits for this connection.
    /// - Throws: ``SecretServiceError/noBus(_:)`` if there is no bus at the address; ``SecretServiceError/denied(_:)`` if a
    ///   security policy forbids it; ``SecretServiceError/timedOut(_:limit:)`` with ``SecretServiceWait/bus`` if the
    ///   connection is accepted and nothing replies.
    init(at address: String, loop: EventLoop) throws(SecretServiceError) {
        self.loop = loop
        // This is GLib's own connection, which libsecret uses too. GLib takes its address from this variable, and from
        // others only if it is not set. No other thread exists yet that could read the environment.
        unsafe g_setenv("DBUS_SESSION_BUS_ADDRESS", address, 1)
        let connecting = try unsafe loop.complete(.bus) { cancellable, callback, data in
            unsafe g_bus_get(G_BUS_TYPE_SESSION, cancellable, callback, data)
        }
        do throws(GLibError) {
            unsafe connection = try withGError { unsafe g_bus_get_finish(connecting.result, $0) }
        } catch {
            guard !error.isPolicyDenial else { throw .denied(error.message) }
            throw .noBus("cannot connect to \(address): \(error.message)")
        }
        // Otherwise GLib ends the process with a signal when the bus ends.
        unsafe g_dbus_connection_set_exit_on_close(connection, 0)
    }

    deinit {
        unsafe g_object_unref(UnsafeMutableRawPointer(connection))
    }

    /// Whether the connection has ended, so that no further signal can come.
    var isClosed: Bool { unsafe g_dbus_connection_is_closed(connection) != 0 }
}
#endif
