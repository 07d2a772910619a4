/// Encrypts a payload incrementally, in parts of any size.
///
/// The compiler ensures that it is finished only once.
package struct AgePayloadEncryptor: ~Copyable {
    private var cipher: PayloadCipher
    private var chunks = PayloadChunks(size: PayloadCipher.chunkByteCount)
    private var unsentNonce: [UInt8]

    /// Creates an encryptor for a payload that begins with `nonce`, which must not be reused with the same file key.
    package init(fileKey: FileKey, nonce: [UInt8]) {
        cipher = PayloadCipher(fileKey: fileKey, nonce: nonce)
        unsentNonce = nonce
    }

    /// Encrypts `plaintext` and appends the complete chunks to `output`.
    ///
    /// - Throws: ``AgeError/Code/malformedPayload``, only if the cryptography library fails.
    package mutating func encrypt(_ plaintext: ArraySlice<UInt8>, to output: inout [UInt8]) throws(AgeError) {
        output.append(contentsOf: unsentNonce)
        unsentNonce = []
        try chunks.append(plaintext) { (chunk) throws(AgeError) in
            try cipher.seal(chunk, isLast: false, to: &output)
        }
    }

    /// Appends the last chunk to `output`.
    ///
    /// - Throws: The errors of ``encrypt(_:to:)``.
    package consuming func finish(to output: inout [UInt8]) throws(AgeError) {
        output.append(contentsOf: unsentNonce)
        try cipher.seal(chunks.last, isLast: true, to: &output)
        chunks.clear()
    }
}
