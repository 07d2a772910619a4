/// The 128-bit key of one file, from which the keys of its header and payload are derived.
package struct FileKey: Sendable, Redacted {
    package static let byteCount = 16
    /// A wrapped file key: the key and a Poly1305 tag.
    static let wrappedByteCount = 32

    private let key: SecretBytes

    package init(_ bytes: [UInt8]) {
        key = SecretBytes(bytes)
    }

    /// A copy of the key for a plugin to wrap, which the caller must overwrite.
    var bytes: [UInt8] { key.copy }

    /// The key of the header's MAC (age specification, "Header MAC").
    var headerKey: SecretBytes {
        KeyDerivation.key(from: key, info: Array("header".utf8))
    }

    /// The key of the payload that begins with `nonce` (age specification, "Payload").
    func payloadKey(nonce: [UInt8]) -> SecretBytes {
        KeyDerivation.key(from: key, salt: nonce, info: Array("payload".utf8))
    }

    /// Returns the body of a stanza: this key, encrypted with a key that is used only once, so the nonce is zero.
    func wrapped(under wrapKey: SecretBytes) -> [UInt8]? {
        var bytes = bytes
        defer { bytes.overwrite() }
        return ChaChaPoly.seal(bytes[...], nonce: Self.zeroNonce, key: wrapKey)
    }

    /// Returns the key in a stanza's body; nil if it was wrapped with a key other than `wrapKey`.
    ///
    /// The length is checked before anything is decrypted, against partitioning oracles.
    static func unwrapped(_ body: [UInt8], under wrapKey: SecretBytes) -> FileKey? {
        guard body.count == wrappedByteCount,
            var bytes = ChaChaPoly.open(body[...], nonce: zeroNonce, key: wrapKey)
        else { return nil }
        defer { bytes.overwrite() }
        return FileKey(bytes)
    }

    private static let zeroNonce = [UInt8](repeating: 0, count: ChaChaPoly.nonceByteCount)
}
