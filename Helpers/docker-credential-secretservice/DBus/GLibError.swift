#if SecretService && os(Linux)
import CLibsecret
internal import Codecs

/// A GError as a value.
struct GLibError: Error {
    let message: String
    /// The D-Bus name of an error from the bus, such as `org.freedesktop.Secret.Error.IsLocked`.
    let remoteName: String?
    /// Whether a time limit of GLib's own has passed.
    let isTimeout: Bool

    init(_ error: UnsafeMutablePointer<GError>) {
        remoteName = unsafe GLibString.taking(g_dbus_error_get_remote_error(error))
        isTimeout = unsafe g_error_matches(error, g_io_error_quark(), Int32(G_IO_ERROR_TIMED_OUT.rawValue)) != 0
        // Removes the D-Bus name from the beginning of the message.
        unsafe g_dbus_error_strip_remote_error(error)
        message = unsafe error.pointee.message.map { unsafe String(cString: $0) } ?? "unknown reason"
    }

    init(message: String) {
        self.message = message
        remoteName = nil
        isTimeout = false
    }

    /// Whether a security policy of the bus kept the call from its receiver.
    ///
    /// dbus-daemon (bus/bus.c, apparmor.c, selinux.c) has words of its own for that, which are not translated. A
    /// provider that refuses uses the same D-Bus name.
    var isPolicyDenial: Bool {
        let words = ["AppArmor policy", "SELinux policy", "Rejected send message"]
        return isRemote("org.freedesktop.DBus.Error.AccessDenied") && words.contains { message.contains(bytesOf: $0) }
    }

    /// Whether the error has one of these D-Bus names.
    func isRemote(_ names: String...) -> Bool { remoteName.map(names.contains) ?? false }
}

/// Calls a function with a `GError **` argument and throws the error that it sets.
///
/// - Parameter body: Takes the place for the error, and returns nil if it sets one.
/// - Returns: The result of `body`.
/// - Throws: The error that `body` sets.
func withGError<Result>(
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<GError>?>) -> Result?
) throws(GLibError) -> Result {
    var error: UnsafeMutablePointer<GError>?
    let result = unsafe body(&error)
    if let error = unsafe error {
        defer { unsafe g_error_free(error) }
        throw unsafe GLibError(error)
    }
    guard let result else { throw GLibError(message: "unknown reason") }
    return result
}

/// Strings of GLib.
enum GLibString {
    /// Returns the text of a string and frees the string.
    static func taking(_ string: UnsafeMutablePointer<gchar>?) -> String? {
        guard let string = unsafe string else { return nil }
        defer { unsafe g_free(string) }
        return unsafe String(cString: string)
    }
}
#endif
