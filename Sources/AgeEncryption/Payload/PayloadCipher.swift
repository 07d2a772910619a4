/// Encrypts and decrypts the chunks of one payload in their order (age specification, "Payload": the STREAM
/// construction).
package struct PayloadCipher: Sendable, Redacted {
    static let chunkByteCount = 64 * 1024
    static let tagByteCount = ChaChaPoly.tagByteCount
    static let nonceByteCount = 16

    private let key: SecretBytes
    private var counter: UInt64 = 0

    package init(fileKey: FileKey, nonce: [UInt8]) {
        key = fileKey.payloadKey(nonce: nonce)
    }

    /// Whether no chunk has been processed yet.
    var isAtStart: Bool { counter == 0 }

    /// Encrypts the next chunk and appends it to `output`.
    ///
    /// - Throws: ``AgeError/Code/malformedPayload``, only if the cryptography library fails.
    package mutating func seal(_ chunk: ArraySlice<UInt8>, isLast: Bool, to output: inout [UInt8]) throws(AgeError) {
        guard let sealed = ChaChaPoly.seal(chunk, nonce: nextNonce(isLast: isLast), key: key) else {
            throw AgeError(.malformedPayload, "the payload could not be encrypted")
        }
        output.append(contentsOf: sealed)
    }

    /// Decrypts the next chunk and appends the plaintext to `output`.
    ///
    /// - Throws: ``AgeError/Code/malformedPayload`` for a chunk that was altered, or that is not the next one.
    package mutating func open(_ chunk: ArraySlice<UInt8>, isLast: Bool, to output: inout [UInt8]) throws(AgeError) {
        guard var plaintext = ChaChaPoly.open(chunk, nonce: nextNonce(isLast: isLast), key: key) else {
            throw AgeError(.malformedPayload, "the payload is damaged or cut off")
        }
        defer { plaintext.overwrite() }
        output.append(contentsOf: plaintext)
    }

    /// Returns eleven bytes of a big-endian counter, and one that marks the last chunk.
    private mutating func nextNonce(isLast: Bool) -> [UInt8] {
        var nonce = [UInt8](repeating: 0, count: 3)
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            nonce.append(UInt8(truncatingIfNeeded: counter >> shift))
        }
        nonce.append(isLast ? 1 : 0)
        // This cannot overflow: no storage holds 2 to the power of 64 chunks.
        counter += 1
        return nonce
    }
}
