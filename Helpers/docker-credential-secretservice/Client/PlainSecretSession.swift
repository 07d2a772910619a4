#if SecretService && os(Linux)

/// Secrets as they are, over a socket of this machine.
///
/// Who can listen to a session bus is who can ask the keyring itself: programs of the same user, and root. To agree on
/// a key takes longer than all else that a `get` does, and keeps nothing from either.
struct PlainSecretSession: SecretSession {
    let path: String

    /// What to open such a session with.
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
