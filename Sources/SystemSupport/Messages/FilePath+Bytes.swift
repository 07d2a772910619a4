package import SystemPackage

/// Paths are bytes: a file system takes names that are not UTF-8, and so does a variable that holds one.
extension FilePath {
    /// Makes a path from bytes without a NUL, which ends a path early for the system.
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
