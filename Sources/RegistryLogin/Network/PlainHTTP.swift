/// Whether a registry may be reached without TLS, where everybody on the way reads the credential.
///
/// It is decided before anything is sent. A connection whose TLS fails is never tried again in plain.
public enum PlainHTTP: Sendable, Hashable {
    /// Never.
    case never
    /// For exactly `localhost`, 127.0.0.0/8 and ::1, unless the address begins with `https://`.
    case loopback
    /// Always, unless the address begins with `https://`: the caller knows this registry.
    case always
}
