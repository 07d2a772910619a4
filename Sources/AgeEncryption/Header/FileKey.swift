import Crypto

/// The 128-bit key of one file, from which the keys of its header and payload are derived.
package struct FileKey: Sendable, Redacted {
    package static let byteCount = 16
    /// A wrapped file key: the key and a Poly1305 tag.
    static let wrappedByteCount = 32

    /// Kept in swift-crypto's type, which overwrites its storage when it is released.
    private let key: SymmetricKey

    package init(_ bytes: [UInt8]) {
        key = SymmetricKey(data: bytes)
    }

    /// The key itself, for a plugin to wrap; to be overwritten.
    var bytes: [UInt8] { unsafe key.withUnsafeBytes { unsafe Array($0) } }

    /// The key of the header's MAC (age specification, "Header MAC").
    var headerKey: SymmetricKey {
        KeyDerivation.key(from: key, info: Array("header".utf8))
    }

    /// The key of the payload that begins with `nonce` (age specification, "Payload").
    func payloadKey(nonce: [UInt8]) -> SymmetricKey {
        KeyDerivation.key(from: key, salt: nonce, info: Array("payload".utf8))
    }

    /// The body of a stanza: this key, encrypted with a key that is never used again, hence the zero nonce.
    func wrapped(under wrapKey: SymmetricKey) -> [UInt8]? {
        var bytes = bytes
        defer { bytes.overwrite() }
        guard let nonce = try? ChaChaPoly.Nonce(data: Self.zeroNonce),
            let box = try? ChaChaPoly.seal(bytes, using: wrapKey, nonce: nonce)
        else { return nil }
        return Array(box.ciphertext) + Array(box.tag)
    }

    /// The key that `body` holds; nil if it was wrapped with another key than `wrapKey`.
    ///
    /// The length is checked before anything is decrypted, against partitioning oracles.
    static func unwrapped(_ body: [UInt8], under wrapKey: SymmetricKey) -> FileKey? {
        guard body.count == wrappedByteCount,
            let box = try? ChaChaPoly.SealedBox(combined: zeroNonce + body),
            var opened = try? ChaChaPoly.open(box, using: wrapKey)
        else { return nil }
        var bytes = Array(opened)
        defer {
            opened.overwrite()
            bytes.overwrite()
        }
        return FileKey(bytes)
    }

    private static let zeroNonce = [UInt8](repeating: 0, count: 12)
}
