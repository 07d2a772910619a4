#if SecretService && os(Linux)
import CLibsecret

/// A session that encrypts secrets on the bus with a key that libsecret negotiates.
@safe final class EncryptedSecretSession: SecretSession {
    private let service: UnsafeMutablePointer<CLibsecret.SecretService>

    /// Opens a session.
    ///
    /// - Parameter bus: The connection that the session belongs to; libsecret uses the same one.
    /// - Throws: ``SecretServiceError`` if the provider rejects the session or does not reply.
    init(on bus: SessionBus) throws(SecretServiceError) {
        let opening = try unsafe bus.loop.complete(.answer) { cancellable, callback, data in
            unsafe secret_service_get(SECRET_SERVICE_OPEN_SESSION, cancellable, callback, data)
        }
        do throws(GLibError) {
            unsafe service = try withGError { unsafe secret_service_get_finish(opening.result, $0) }
        } catch {
            guard !error.isTimeout else { throw .timedOut(.answer, limit: bus.loop.timeout) }
            throw .failed("no session could be opened: \(error.message)")
        }
    }

    deinit {
        unsafe g_object_unref(service)
    }

    /// Makes libsecret forget the session, which it would return for the next one.
    func leave() { secret_service_disconnect() }

    var path: String { unsafe String(cString: secret_service_get_session_dbus_path(service)) }

    func encode(_ secret: [UInt8]) -> Variant {
        let value = unsafe secret.withUnsafeBytes { bytes in
            unsafe secret_value_new(
                bytes.baseAddress?.assumingMemoryBound(to: gchar.self),
                gssize(bytes.count),
                "text/plain"
            )
        }
        defer { unsafe secret_value_unref(UnsafeMutableRawPointer(value)) }
        return unsafe Variant(taking: secret_service_encode_dbus_secret(service, value))
    }

    func decode(_ encoded: Variant) -> [UInt8]? {
        guard encoded.type == "(oayays)", encoded.members.first?.objectPath == path,
            let value = unsafe secret_service_decode_dbus_secret(service, encoded.pointer)
        else { return nil }
        defer { unsafe secret_value_unref(UnsafeMutableRawPointer(value)) }
        var length: gsize = 0
        guard let bytes = unsafe secret_value_get(value, &length) else { return [] }
        return unsafe Array(UnsafeRawBufferPointer(start: bytes, count: Int(length)))
    }
}
#endif
