#if SecretService && os(Linux)

/// A session with the provider, which defines the form of secrets on the bus.
protocol SecretSession {
    /// The session's object path.
    var path: String { get }

    /// Returns a secret in the form for the bus: `(oayays)`.
    func encode(_ secret: [UInt8]) throws(SecretServiceError) -> Variant

    /// Returns the secret in a value from the bus; nil if it is not for this session.
    func decode(_ encoded: Variant) -> [UInt8]?
}

/// A session that does not encrypt secrets, for a local socket.
///
/// Programs of the same user and root can listen on a session bus, and they can also ask the keyring. Negotiating a key
/// takes longer than the rest of a `get` and would protect from neither.
struct PlainSecretSession: SecretSession {
    let path: String

    /// The argument of `OpenSession`.
    static let algorithm = "plain"

    func encode(_ secret: [UInt8]) throws(SecretServiceError) -> Variant {
        .tuple(try .path(path), .bytes([]), .bytes(secret), .string("text/plain"))
    }

    func decode(_ encoded: Variant) -> [UInt8]? {
        let members = encoded.members
        guard encoded.type == "(oayays)", members[0].objectPath == path else { return nil }
        return members[2].bytes
    }
}
#endif
