internal import CCryptoBoringSSL

/// Key material whose storage is overwritten when the last reference is released.
///
/// This shortens the time that a secret stays in memory. Copies that callers or callees make are not overwritten.
@safe final class SecretBytes: Redacted {
    private let storage: UnsafeMutableBufferPointer<UInt8>

    /// Creates key material that `fill` writes; nil if it returns false.
    init?(count: Int, filledBy fill: (UnsafeMutableBufferPointer<UInt8>) -> Bool) {
        unsafe storage = .allocate(capacity: count)
        unsafe storage.initialize(repeating: 0)
        // `deinit` runs after a failure too, since all properties are set.
        guard unsafe fill(storage) else { return nil }
    }

    /// Creates a copy of `bytes`, which the caller must overwrite.
    init(_ bytes: some Collection<UInt8>) {
        unsafe storage = .allocate(capacity: bytes.count)
        _ = unsafe storage.initialize(fromContentsOf: bytes)
    }

    /// Returns bytes from the system's random numbers.
    static func random(count: Int) -> SecretBytes {
        var generator = SystemRandomNumberGenerator()
        var bytes = generator.bytes(count: count)
        defer { bytes.overwrite() }
        return SecretBytes(bytes)
    }

    deinit {
        unsafe CCryptoBoringSSL_OPENSSL_cleanse(storage.baseAddress, storage.count)
        unsafe storage.deallocate()
    }

    var count: Int { unsafe storage.count }

    /// A copy, which the caller must overwrite.
    var copy: [UInt8] { unsafe Array(storage) }

    func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(UnsafeBufferPointer(storage))
    }
}

// The bytes are written in the initialisers and in `deinit` only, where no other reference exists, so that threads that
// share the object only read them.
extension SecretBytes: @unchecked Sendable {}
