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

    /// Connects to a bus that is there.
    ///
    /// No bus is started for it, whatever the environment says.
    ///
    /// - Parameters:
    ///   - address: Where it is.
    ///   - loop: Waits for this connection.
    /// - Throws: ``SecretServiceError/noBus(_:)`` if nothing answers there; ``SecretServiceError/timedOut(_:limit:)``
    ///   with ``SecretServiceWait/bus`` if what accepts the connection says nothing.
    init(at address: String, loop: EventLoop) throws(SecretServiceError) {
        self.loop = loop
        // GLib's own connection is taken, which libsecret uses as well. It goes by this variable, and by others only
        // where it is not set. There is no other thread yet that could read the environment.
        unsafe g_setenv("DBUS_SESSION_BUS_ADDRESS", address, 1)
        let connecting = try unsafe loop.complete(.bus) { cancellable, callback, data in
            unsafe g_bus_get(G_BUS_TYPE_SESSION, cancellable, callback, data)
        }
        do throws(GLibError) {
            unsafe connection = try withGError { unsafe g_bus_get_finish(connecting.result, $0) }
        } catch {
            throw .noBus("cannot connect to \(address): \(error.message)")
        }
        // Else GLib ends the process by a signal when the bus goes away.
        unsafe g_dbus_connection_set_exit_on_close(connection, 0)
    }

    deinit {
        unsafe g_object_unref(UnsafeMutableRawPointer(connection))
    }

    /// Whether the bus has gone away, so that no signal comes any more.
    var isClosed: Bool { unsafe g_dbus_connection_is_closed(connection) != 0 }
}
#endif
