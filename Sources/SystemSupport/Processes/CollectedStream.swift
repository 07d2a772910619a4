internal import SystemPackage

/// What has been read of a pipe so far.
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

    /// The descriptor to wait for; nil once there is nothing to come.
    var openDescriptor: FileDescriptor? { isAtEnd ? nil : pipe.descriptor }

    /// Takes what is there, without waiting; what is over the limit is read and dropped, so that no writer blocks.
    mutating func readAvailable() throws(Errno) {
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        while !isAtEnd {
            do {
                let count = try pipe.descriptor.readOnce(into: &buffer)
                isAtEnd = count == 0
                isOverLimit = isOverLimit || bytes.count + count > limit
                bytes += buffer[..<min(count, limit - bytes.count)]
                // A runaway is not read on and on: the caller ends it.
                if isOverLimit, count == buffer.count { return }
            } catch .wouldBlock {
                return
            }
        }
    }
}
