/// Decrypts a payload incrementally, in parts of any size.
///
/// Its output is authentic, but only ``finish(to:)`` proves that it is complete.
package struct AgePayloadDecryptor: ~Copyable {
    private let fileKey: FileKey
    private var nonce: [UInt8] = []
    private var cipher: PayloadCipher?
    private var chunks = PayloadChunks(size: PayloadCipher.chunkByteCount + PayloadCipher.tagByteCount)
    private var hasFailed = false

    package init(fileKey: FileKey) {
        self.fileKey = fileKey
    }

    /// Decrypts `bytes` and appends the complete chunks to `output`.
    ///
    /// - Throws: ``AgeError/Code/malformedPayload`` for a damaged payload, and in every later call: nothing after a
    ///   damaged chunk is returned.
    package mutating func decrypt(_ bytes: ArraySlice<UInt8>, to output: inout [UInt8]) throws(AgeError) {
        guard !hasFailed else { throw Self.damaged }
        hasFailed = true
        let nonceRest = bytes.prefix(PayloadCipher.nonceByteCount - nonce.count)
        nonce.append(contentsOf: nonceRest)
        if nonce.count == PayloadCipher.nonceByteCount {
            var cipher = self.cipher ?? PayloadCipher(fileKey: fileKey, nonce: nonce)
            try chunks.append(bytes.dropFirst(nonceRest.count)) { (chunk) throws(AgeError) in
                try cipher.open(chunk, isLast: false, to: &output)
            }
            self.cipher = cipher
        }
        hasFailed = false
    }

    /// Decrypts the last chunk and appends it to `output`.
    ///
    /// - Throws: ``AgeError/Code/malformedPayload`` if the payload ends where it should not.
    package consuming func finish(to output: inout [UInt8]) throws(AgeError) {
        guard !hasFailed, var cipher else { throw Self.damaged }
        // Only an empty payload has an empty chunk; otherwise one payload would have two encodings.
        guard cipher.isAtStart || chunks.last.count > PayloadCipher.tagByteCount else { throw Self.damaged }
        try cipher.open(chunks.last, isLast: true, to: &output)
    }

    private static let damaged = AgeError(.malformedPayload, "the payload is damaged or cut off")
}
