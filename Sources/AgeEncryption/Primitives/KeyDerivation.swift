internal import CCryptoBoringSSL

/// Derives keys from keys and from passphrases: HKDF and scrypt, with HMAC and SHA-256, on which they are based (RFC
/// 5869, RFC 7914, RFC 2104, FIPS 180-4).
enum KeyDerivation {
    static let digestByteCount = 32

    static func digest(of bytes: [UInt8]) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: digestByteCount) { digest, count in
            unsafe CCryptoBoringSSL_SHA256(bytes, bytes.count, digest.baseAddress)
            count = digestByteCount
        }
    }

    /// Returns the HMAC of `bytes`.
    static func authenticationCode(for bytes: ArraySlice<UInt8>, key: SecretBytes) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: digestByteCount) { code, count in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe key.withUnsafeBytes { key in
                    let done = unsafe CCryptoBoringSSL_HMAC(
                        CCryptoBoringSSL_EVP_sha256(),
                        key.baseAddress,
                        key.count,
                        bytes.baseAddress,
                        bytes.count,
                        code.baseAddress,
                        nil
                    )
                    unsafe precondition(done != nil, "HMAC fails only without memory")
                }
            }
            count = digestByteCount
        }
    }

    /// Returns the 32 bytes that HKDF derives from `secret`.
    static func key(from secret: SecretBytes, salt: [UInt8] = [], info: [UInt8]) -> SecretBytes {
        expand(extract(secret, salt: salt), info: info, count: digestByteCount)
    }

    /// Performs the first step of HKDF; the default salt is a digest's length of zeros.
    static func extract(_ secret: SecretBytes, salt: [UInt8]) -> SecretBytes {
        unsafe derive(count: digestByteCount) { key in
            var count = 0
            return unsafe secret.withUnsafeBytes { secret in
                unsafe CCryptoBoringSSL_HKDF_extract(
                    key.baseAddress,
                    &count,
                    CCryptoBoringSSL_EVP_sha256(),
                    secret.baseAddress,
                    secret.count,
                    salt,
                    salt.count
                )
            }
        }
    }

    /// Performs the second step of HKDF for `count` bytes, at most 255 digests.
    static func expand(_ key: SecretBytes, info: [UInt8], count: Int) -> SecretBytes {
        unsafe derive(count: count) { expanded in
            unsafe key.withUnsafeBytes { key in
                unsafe CCryptoBoringSSL_HKDF_expand(
                    expanded.baseAddress,
                    expanded.count,
                    CCryptoBoringSSL_EVP_sha256(),
                    key.baseAddress,
                    key.count,
                    info,
                    info.count
                )
            }
        }
    }

    /// Returns the 32 bytes that scrypt derives, with the block size and parallelism of age; nil if there is not enough
    /// memory.
    ///
    /// The work factor is the binary logarithm of the cost.
    static func key(from passphrase: [UInt8], salt: [UInt8], workFactor: Int) -> SecretBytes? {
        let blockSize = 8
        // The memory of scrypt itself, and a page for the rest.
        let memory = 128 * (blockSize << workFactor) + 4096
        return unsafe SecretBytes(count: 32) { key in
            unsafe passphrase.withUnsafeBytes { passphrase in
                unsafe CCryptoBoringSSL_EVP_PBE_scrypt(
                    passphrase.baseAddress,
                    passphrase.count,
                    salt,
                    salt.count,
                    1 << workFactor,
                    UInt64(blockSize),
                    1,
                    memory,
                    key.baseAddress,
                    key.count
                )
            } == 1
        }
    }

    // HKDF gives at most 255 digests of 32 bytes (RFC 5869, section 2.3), and age needs no more than one. BoringSSL fails for
    // no other reason than a lack of memory, without which Swift ends the program too.
    private static func derive(count: Int, _ body: (UnsafeMutableBufferPointer<UInt8>) -> CInt) -> SecretBytes {
        guard let derived = unsafe SecretBytes(count: count, filledBy: { unsafe body($0) == 1 }) else {
            preconditionFailure("HKDF fails only without memory or for more than 255 digests")
        }
        return derived
    }
}

/// Compares without stopping at the first difference, so that the time reveals only the length.
func equalInConstantTime(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard one.count == other.count else { return false }
    return unsafe CCryptoBoringSSL_CRYPTO_memcmp(one, other, one.count) == 0
}
