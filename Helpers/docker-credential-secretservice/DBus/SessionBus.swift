#if SecretService && os(Linux)
import CLibsecret

/// A connection to the session bus.
@safe final class SessionBus {
    let loop: EventLoop
    let connection: OpaquePointer

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

    /// Sends all calls, then waits for all answers: as many calls cost one round trip.
    func answers(
        to calls: [BusCall],
        awaiting awaited: SecretServiceWait = .answer
    ) throws(SecretServiceError) -> [Result<Variant, GLibError>] {
        let operations = calls.map { call in
            let operation = AsyncOperation()
            unsafe g_dbus_connection_call(
                connection,
                call.destination,
                call.path,
                call.interface,
                call.method,
                call.arguments?.pointer,
                nil,
                G_DBUS_CALL_FLAGS_NO_AUTO_START,
                BusCall.noLimit,
                loop.cancellable,
                AsyncOperation.callback,
                operation.retainedForCallback()
            )
            return operation
        }
        // Answers come mostly in order, so what has been seen to be done is not looked at again.
        var done = 0
        try loop.wait(for: awaited) {
            while done < operations.count, operations[done].isDone { done += 1 }
            return done == operations.count
        }
        return operations.map { operation in
            Result { () throws(GLibError) in
                let answer = try unsafe withGError {
                    unsafe g_dbus_connection_call_finish(connection, operation.result, $0)
                }
                return unsafe Variant(taking: answer)
            }
        }
    }

    /// Sends one call and waits for its answer.
    func answer(
        to call: BusCall,
        awaiting awaited: SecretServiceWait = .answer
    ) throws(SecretServiceError) -> Result<Variant, GLibError> {
        try answers(to: [call], awaiting: awaited)[0]
    }

    /// A call of the bus itself.
    static func call(_ method: String, _ arguments: Variant? = nil) -> BusCall {
        BusCall(name, path, name, method, arguments)
    }
}

/// A method call.
struct BusCall {
    let destination: String
    let path: String
    let interface: String
    let method: String
    let arguments: Variant?

    /// GDBus has a limit of 25 seconds for each call unless told otherwise; ours is the loop's deadline.
    static let noLimit = Int32.max

    init(_ destination: String, _ path: String, _ interface: String, _ method: String, _ arguments: Variant? = nil) {
        self.destination = destination
        self.path = path
        self.interface = interface
        self.method = method
        self.arguments = arguments
    }
}
#endif
