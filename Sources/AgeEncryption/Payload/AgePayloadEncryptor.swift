/// Encrypts a payload as it comes, a piece of any size at a time.
///
/// It can be finished once only, which the compiler checks.
package struct AgePayloadEncryptor: ~Copyable {
    private var cipher: PayloadCipher
    private var chunks = PayloadChunks(size: PayloadCipher.chunkByteCount)
    private var unsentNonce: [UInt8]

    /// A payload that begins with `nonce`, which must never be used twice with one file key.
    package init(fileKey: FileKey, nonce: [UInt8]) {
        cipher = PayloadCipher(fileKey: fileKey, nonce: nonce)
        unsentNonce = nonce
    }

    /// Encrypts `plaintext` and appends to `output` what is ready.
    ///
    /// - Throws: ``AgeError/Code/malformedPayload``, which nothing but a fault of the cryptography library can cause.
    package mutating func encrypt(_ plaintext: ArraySlice<UInt8>, to output: inout [UInt8]) throws(AgeError) {
        output.append(contentsOf: unsentNonce)
        unsentNonce = []
        try chunks.append(plaintext) { (chunk) throws(AgeError) in
            try cipher.seal(chunk, isLast: false, to: &output)
        }
    }

    /// Appends the last chunk to `output`.
    ///
    /// - Throws: As ``encrypt(_:to:)`` does.
    package consuming func finish(to output: inout [UInt8]) throws(AgeError) {
        output.append(contentsOf: unsentNonce)
        try cipher.seal(chunks.last, isLast: true, to: &output)
        chunks.clear()
    }
}
