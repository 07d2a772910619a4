internal import SystemPackage

/// The bytes that have been read from a pipe.
struct CollectedStream: ~Copyable {
    private let pipe: OwnedDescriptor
    private let limit: Int
    private var isAtEnd = false
    private(set) var bytes: [UInt8] = []
    private(set) var isOverLimit = false

    init(_ pipe: consuming OwnedDescriptor, limit: Int) {
        self.pipe = pipe
        self.limit = limit
    }

    /// The descriptor to wait for, or nil at the end of the stream.
    var openDescriptor: FileDescriptor? { isAtEnd ? nil : pipe.descriptor }

    /// Reads the available bytes without waiting.
    ///
    /// Bytes over the limit are discarded, so that the writer does not block.
    mutating func readAvailable() throws(Errno) {
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        while !isAtEnd {
            do {
                let count = try pipe.descriptor.readOnce(into: &buffer)
                isAtEnd = count == 0
                isOverLimit = isOverLimit || bytes.count + count > limit
                bytes += buffer[..<min(count, limit - bytes.count)]
                // A child that writes without end would keep this loop busy. The caller ends it.
                if isOverLimit, count == buffer.count { return }
            } catch .wouldBlock {
                return
            }
        }
    }
}
