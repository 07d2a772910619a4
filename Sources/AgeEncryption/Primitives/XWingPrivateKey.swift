internal import CCryptoBoringSSL

/// A secret key of X-Wing, which is ML-KEM-768 together with X25519 (draft-connolly-cfrg-xwing-kem).
struct XWingPrivateKey: Sendable {
    static let seedByteCount = 32
    static let publicKeyByteCount = 1216
    static let encapsulatedByteCount = 1120
    static let entropyByteCount = 64

    /// What the two keys are derived from.
    let seed: SecretBytes

    /// A new key from the system's random numbers.
    init() {
        seed = .random(count: Self.seedByteCount)
    }

    /// The key of `seed`; nil unless it has 32 bytes, all of which are seeds.
    init?(_ seed: SecretBytes) {
        guard seed.count == Self.seedByteCount else { return nil }
        self.seed = seed
    }

    /// The key that others encrypt to.
    func publicKey() -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: Self.publicKeyByteCount) { bytes, count in
            unsafe withExpanded { key in
                let done = unsafe CCryptoBoringSSL_XWING_public_from_private(bytes.baseAddress, key)
                precondition(done == 1, "the public key of X-Wing cannot be derived")
            }
            count = Self.publicKeyByteCount
        }
    }

    /// The secret in `encapsulated`; nil for another number of bytes.
    func sharedSecret(in encapsulated: [UInt8]) -> SecretBytes? {
        guard encapsulated.count == Self.encapsulatedByteCount else { return nil }
        return unsafe SecretBytes(count: 32) { secret in
            unsafe withExpanded { key in
                unsafe CCryptoBoringSSL_XWING_decap(secret.baseAddress, encapsulated, key) == 1
            }
        }
    }

    /// A new secret for the owner of a public key, and what carries it there; nil for bytes that are no public key.
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

    /// Calls `body` with the keys of the seed, and overwrites them.
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
