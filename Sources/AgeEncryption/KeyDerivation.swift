internal import Crypto

/// HMAC and HKDF with SHA-256 (RFC 2104 and RFC 5869), for outputs of one block, which is all that age derives.
///
/// swift-crypto has both, generic over the hash function: the runtime then looks up conformances by name, which took a
/// fifth of the time of opening a store. The hash function itself is swift-crypto's.
enum KeyDerivation {
    private static let blockByteCount = 64

    /// HMAC over the concatenation of `parts`.
    static func authenticationCode(for parts: [ArraySlice<UInt8>], key: SymmetricKey) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: blockByteCount)
        defer { block.overwrite() }
        unsafe key.withUnsafeBytes { bytes in
            // A longer key would be hashed first (RFC 2104, section 2). There is none here.
            precondition(bytes.count <= blockByteCount)
            unsafe block.replaceSubrange(0..<bytes.count, with: bytes)
        }
        block.exclusiveOr(with: 0x36)
        var inner = hash([block[...]] + parts)
        defer { inner.overwrite() }
        block.exclusiveOr(with: 0x36 ^ 0x5C)
        return hash([block[...], inner[...]])
    }

    /// The 32 bytes that HKDF derives from `secret`; without a salt it is as many zeros.
    static func key(from secret: SymmetricKey, salt: [UInt8] = [], info: [UInt8]) -> SymmetricKey {
        var secretBytes = unsafe secret.withUnsafeBytes { unsafe Array($0) }
        defer { secretBytes.overwrite() }
        var extracted = authenticationCode(for: [secretBytes[...]], key: SymmetricKey(data: salt))
        defer { extracted.overwrite() }
        var expanded = authenticationCode(for: [info[...], [1]], key: SymmetricKey(data: extracted))
        defer { expanded.overwrite() }
        return SymmetricKey(data: expanded)
    }

    private static func hash(_ parts: [ArraySlice<UInt8>]) -> [UInt8] {
        var function = SHA256()
        for part in parts {
            unsafe part.withUnsafeBytes { unsafe function.update(bufferPointer: $0) }
        }
        return unsafe function.finalize().withUnsafeBytes { unsafe Array($0) }
    }
}

extension [UInt8] {
    fileprivate mutating func exclusiveOr(with mask: UInt8) {
        for index in indices { self[index] ^= mask }
    }
}

/// Compares without stopping at the first difference, so that the time tells nothing but the length.
func equalInConstantTime(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    one.count == other.count && zip(one, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
}
