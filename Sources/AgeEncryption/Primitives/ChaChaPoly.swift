internal import CCryptoBoringSSL

/// ChaCha20-Poly1305 without additional data (RFC 8439), which age uses wherever it encrypts.
enum ChaChaPoly {
    static let keyByteCount = 32
    static let nonceByteCount = 12
    static let tagByteCount = 16

    /// Returns the ciphertext and its tag; nil only if there is not enough memory.
    static func seal(_ plaintext: ArraySlice<UInt8>, nonce: [UInt8], key: SecretBytes) -> [UInt8]? {
        unsafe run(
            CCryptoBoringSSL_EVP_AEAD_CTX_seal,
            on: plaintext,
            nonce: nonce,
            key: key,
            capacity: plaintext.count + tagByteCount
        )
    }

    /// Returns the plaintext, which the caller must overwrite; nil if it was not sealed with this key and nonce.
    static func open(_ sealed: ArraySlice<UInt8>, nonce: [UInt8], key: SecretBytes) -> [UInt8]? {
        guard sealed.count >= tagByteCount else { return nil }
        return unsafe run(
            CCryptoBoringSSL_EVP_AEAD_CTX_open,
            on: sealed,
            nonce: nonce,
            key: key,
            capacity: sealed.count
        )
    }

    /// The signature that sealing and opening share: context, output and its capacity, nonce, input, additional data.
    private typealias Operation = (
        UnsafePointer<EVP_AEAD_CTX>?, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<Int>?, Int,
        UnsafePointer<UInt8>?, Int, UnsafePointer<UInt8>?, Int, UnsafePointer<UInt8>?, Int
    ) -> CInt

    private static func run(
        _ operation: Operation,
        on input: ArraySlice<UInt8>,
        nonce: [UInt8],
        key: SecretBytes,
        capacity: Int
    ) -> [UInt8]? {
        precondition(key.count == keyByteCount && nonce.count == nonceByteCount)
        // BoringSSL overwrites all memory that it allocated when it frees it.
        let context = unsafe key.withUnsafeBytes {
            unsafe CCryptoBoringSSL_EVP_AEAD_CTX_new(
                CCryptoBoringSSL_EVP_aead_chacha20_poly1305(),
                $0.baseAddress,
                $0.count,
                tagByteCount
            )
        }
        guard let context = unsafe context else { return nil }
        defer { unsafe CCryptoBoringSSL_EVP_AEAD_CTX_free(context) }
        var succeeded = false
        let output = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            succeeded =
                unsafe input.withUnsafeBufferPointer { input in
                    unsafe operation(
                        context,
                        output.baseAddress,
                        &count,
                        output.count,
                        nonce,
                        nonce.count,
                        input.baseAddress,
                        input.count,
                        nil,
                        0
                    )
                } == 1
        }
        return succeeded ? output : nil
    }
}
