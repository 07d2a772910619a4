internal import CCryptoBoringSSL

/// Key material whose storage is overwritten when the last reference to it goes.
///
/// This shortens the time that a secret stays in memory. Copies that callers or callees make are out of reach.
@safe final class SecretBytes: Redacted {
    private let storage: UnsafeMutableBufferPointer<UInt8>

    /// Key material that `fill` writes over zeros; nil if it returns false.
    init?(count: Int, filledBy fill: (UnsafeMutableBufferPointer<UInt8>) -> Bool) {
        unsafe storage = .allocate(capacity: count)
        unsafe storage.initialize(repeating: 0)
        // `deinit` runs after a failure too, since all properties are set.
        guard unsafe fill(storage) else { return nil }
    }

    /// A copy of `bytes`, which the caller overwrites.
    init(_ bytes: some Collection<UInt8>) {
        unsafe storage = .allocate(capacity: bytes.count)
        _ = unsafe storage.initialize(fromContentsOf: bytes)
    }

    /// Bytes from the system's random numbers.
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

    /// A copy, for the caller to overwrite.
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
