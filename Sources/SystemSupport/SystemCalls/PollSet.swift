internal import SystemPackage

/// A set of descriptors to wait for in one poll(2).
struct PollSet {
    enum Direction {
        case reading
        case writing
    }

    struct Entry {
        let descriptor: FileDescriptor?
        let direction: Direction

        /// Creates an entry.
        ///
        /// Nil is never ready, so a set keeps its order when a descriptor is done.
        init(_ descriptor: FileDescriptor?, for direction: Direction = .reading) {
            self.descriptor = descriptor
            self.direction = direction
        }
    }

    private var entries: [pollfd]

    init(_ entries: [Entry]) {
        self.entries = entries.map { entry in
            // poll(2) ignores negative numbers.
            pollfd(
                fd: entry.descriptor?.rawValue ?? -1,
                events: Int16(entry.direction == .reading ? POLLIN : POLLOUT),
                revents: 0
            )
        }
    }

    /// Waits until a descriptor is ready or the deadline has passed.
    ///
    /// - Returns: For each entry, whether it is ready, has ended or has failed. All are false after the deadline.
    @discardableResult
    func wait(until deadline: Deadline) throws(Errno) -> [Bool] {
        var entries = self.entries
        try calling {
            unsafe entries.withUnsafeMutableBufferPointer { buffer in
                unsafe poll(buffer.baseAddress, nfds_t(buffer.count), deadline.pollTimeout)
            }
        }
        return entries.map { $0.revents != 0 }
    }
}
