internal import CCryptoBoringSSL

/// A secret key of X25519 (RFC 7748).
struct X25519PrivateKey: Sendable {
    static let byteCount = 32

    let bytes: SecretBytes

    /// Creates a key from the system's random numbers.
    init() {
        bytes = .random(count: Self.byteCount)
    }

    /// Creates a key from 32 bytes, of which every value is a key; nil for another number of bytes.
    init?(_ bytes: SecretBytes) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Returns the point that others encrypt to, with one multiplication per call.
    func publicKey() -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: Self.byteCount) { point, count in
            unsafe bytes.withUnsafeBytes {
                unsafe CCryptoBoringSSL_X25519_public_from_private(point.baseAddress, $0.baseAddress)
            }
            count = Self.byteCount
        }
    }

    /// Returns the secret that this key shares with the owner of `point`; nil for bytes that are not a point, and for a
    /// point of low order, with which it would be zero for every key (RFC 7748, section 6.1).
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
