#if SecretService && os(Linux)
import CLibsecret

/// A GError as a value.
struct GLibError: Error {
    let message: String
    /// The D-Bus name of an error that came over the bus, such as `org.freedesktop.Secret.Error.IsLocked`.
    let remoteName: String?
    /// Whether a limit of GLib's own came first.
    let isTimeout: Bool

    init(_ error: UnsafeMutablePointer<GError>) {
        remoteName = unsafe GLibString.taking(g_dbus_error_get_remote_error(error))
        isTimeout = unsafe g_error_matches(error, g_io_error_quark(), Int32(G_IO_ERROR_TIMED_OUT.rawValue)) != 0
        // Takes the D-Bus name off the front of the message.
        unsafe g_dbus_error_strip_remote_error(error)
        message = unsafe error.pointee.message.map { unsafe String(cString: $0) } ?? "no reason was given"
    }

    init(message: String) {
        self.message = message
        remoteName = nil
        isTimeout = false
    }

    /// Whether the error has one of these D-Bus names.
    func isRemote(_ names: String...) -> Bool { remoteName.map(names.contains) ?? false }
}

/// Calls a function that tells what failed through a `GError **`, which is turned into a Swift error and freed.
///
/// - Parameter body: Gets the place for the error, and returns nil if there is one.
/// - Returns: What `body` returns.
/// - Throws: The error that `body` left.
func withGError<Result>(
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<GError>?>) -> Result?
) throws(GLibError) -> Result {
    var error: UnsafeMutablePointer<GError>?
    let result = unsafe body(&error)
    if let error = unsafe error {
        defer { unsafe g_error_free(error) }
        throw unsafe GLibError(error)
    }
    guard let result else { throw GLibError(message: "no reason was given") }
    return result
}

/// Strings that GLib hands over.
enum GLibString {
    /// The text of a string that the caller owns, which is freed.
    static func taking(_ string: UnsafeMutablePointer<gchar>?) -> String? {
        guard let string = unsafe string else { return nil }
        defer { unsafe g_free(string) }
        return unsafe String(cString: string)
    }
}
#endif
