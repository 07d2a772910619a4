internal import CCryptoBoringSSL

/// A secret key of X25519 (RFC 7748).
struct X25519PrivateKey: Sendable {
    static let byteCount = 32

    let bytes: SecretBytes

    /// A new key from the system's random numbers.
    init() {
        bytes = .random(count: Self.byteCount)
    }

    /// The key in `bytes`; nil unless there are 32 of them, all of which are keys.
    init?(_ bytes: SecretBytes) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// The point that others encrypt to; each call is one multiplication.
    func publicKey() -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: Self.byteCount) { point, count in
            unsafe bytes.withUnsafeBytes {
                unsafe CCryptoBoringSSL_X25519_public_from_private(point.baseAddress, $0.baseAddress)
            }
            count = Self.byteCount
        }
    }

    /// The secret that this key and the owner of `point` have in common; nil for a point of low order, with which it is zero
    /// for every key (RFC 7748, section 6.1), and for bytes that are no point.
    func sharedSecret(with point: some Collection<UInt8>) -> SecretBytes? {
        let point = Array(point)
        guard point.count == Self.byteCount else { return nil }
        return unsafe SecretBytes(count: Self.byteCount) { secret in
            unsafe bytes.withUnsafeBytes {
                unsafe CCryptoBoringSSL_X25519(secret.baseAddress, $0.baseAddress, point) == 1
            }
        }
    }
}
