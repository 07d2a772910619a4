internal import CCryptoBoringSSL

/// A secret key of X-Wing, which is ML-KEM-768 together with X25519 (draft-connolly-cfrg-xwing-kem).
struct XWingPrivateKey: Sendable {
    static let seedByteCount = 32
    static let publicKeyByteCount = 1216
    static let encapsulatedByteCount = 1120
    static let entropyByteCount = 64

    /// The seed of both keys.
    let seed: SecretBytes

    /// Creates a key from the system's random numbers.
    init() {
        seed = .random(count: Self.seedByteCount)
    }

    /// Creates a key from a seed of 32 bytes, of which every value is a seed; nil for another number of bytes.
    init?(_ seed: SecretBytes) {
        guard seed.count == Self.seedByteCount else { return nil }
        self.seed = seed
    }

    /// Returns the key that others encrypt to.
    func publicKey() -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: Self.publicKeyByteCount) { bytes, count in
            unsafe withExpanded { key in
                let done = unsafe CCryptoBoringSSL_XWING_public_from_private(bytes.baseAddress, key)
                precondition(done == 1, "the public key of X-Wing cannot be derived")
            }
            count = Self.publicKeyByteCount
        }
    }

    /// Returns the secret in `encapsulated`; nil for another number of bytes.
    func sharedSecret(in encapsulated: [UInt8]) -> SecretBytes? {
        guard encapsulated.count == Self.encapsulatedByteCount else { return nil }
        return unsafe SecretBytes(count: 32) { secret in
            unsafe withExpanded { key in
                unsafe CCryptoBoringSSL_XWING_decap(secret.baseAddress, encapsulated, key) == 1
            }
        }
    }

    /// Returns a new secret for the owner of a public key, and its encapsulation; nil for bytes that are not a public
    /// key.
    ///
    /// The entropy is ``entropyByteCount`` random bytes.
    static func encapsulate(
        to publicKey: [UInt8],
        entropy: [UInt8]
    ) -> (sharedSecret: SecretBytes, encapsulated: [UInt8])? {
        guard publicKey.count == publicKeyByteCount else { return nil }
        precondition(entropy.count == entropyByteCount)
        var encapsulated = [UInt8](repeating: 0, count: encapsulatedByteCount)
        let secret = unsafe SecretBytes(count: 32) { secret in
            unsafe CCryptoBoringSSL_XWING_encap_external_entropy(&encapsulated, secret.baseAddress, publicKey, entropy)
                == 1
        }
        return secret.map { ($0, encapsulated) }
    }

    /// Calls `body` with the keys of the seed, and overwrites them afterwards.
    private func withExpanded<Result>(_ body: (UnsafeMutablePointer<XWING_private_key>) -> Result) -> Result {
        let key = UnsafeMutablePointer<XWING_private_key>.allocate(capacity: 1)
        defer {
            unsafe CCryptoBoringSSL_OPENSSL_cleanse(key, MemoryLayout<XWING_private_key>.size)
            unsafe key.deallocate()
        }
        let parsed = unsafe seed.withUnsafeBytes { seed in
            var input = unsafe CBS()
            unsafe CCryptoBoringSSL_CBS_init(&input, seed.baseAddress, seed.count)
            return unsafe CCryptoBoringSSL_XWING_parse_private_key(key, &input)
        }
        precondition(parsed == 1, "every seed of 32 bytes is a key of X-Wing")
        return unsafe body(key)
    }
}
