/// Whether a registry may be reached without TLS, so that anyone on the network path can read the credential.
///
/// An address that begins with `http://` alone does not allow it, because addresses are copied from browsers and
/// scripts.
public enum PlainHTTP: Sendable, Hashable {
    /// Never.
    case never
    /// For exactly `localhost`, `127.0.0.0/8` in its usual form of four decimal numbers, and `::1`. Without a scheme
    /// TLS is tried first, and plain HTTP only after that attempt has ended without TLS; with `https://` never.
    case loopback
    /// Always, unless the address begins with `https://`: the caller knows this registry.
    case always
}
