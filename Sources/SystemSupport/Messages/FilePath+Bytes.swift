package import SystemPackage

/// Paths as bytes, since file names and environment variables need not be UTF-8.
extension FilePath {
    /// Creates a path from bytes, or returns nil if they contain a NUL, at which the system would cut the path.
    package init?(bytes: some Collection<UInt8>) {
        guard !bytes.contains(0) else { return nil }
        unsafe self.init(platformString: bytes.map { CChar(bitPattern: $0) } + [0])
    }

    /// The path, byte for byte.
    package var bytes: [UInt8] {
        unsafe withPlatformString { text in
            unsafe UnsafeBufferPointer(start: text, count: length).map { UInt8(bitPattern: $0) }
        }
    }
}
