internal import SystemPackage

/// Descriptors to wait for, in one poll(2).
struct PollSet {
    enum Direction {
        case reading
        case writing
    }

    struct Entry {
        let descriptor: FileDescriptor?
        let direction: Direction

        /// Nil is never ready, which keeps the order of a set when one of its descriptors is done.
        init(_ descriptor: FileDescriptor?, for direction: Direction = .reading) {
            self.descriptor = descriptor
            self.direction = direction
        }
    }

    private var entries: [pollfd]

    init(_ entries: [Entry]) {
        self.entries = entries.map { entry in
            // poll(2) passes over negative numbers.
            pollfd(
                fd: entry.descriptor?.rawValue ?? -1,
                events: Int16(entry.direction == .reading ? POLLIN : POLLOUT),
                revents: 0
            )
        }
    }

    /// Waits until a descriptor is ready, has ended or failed, and returns for each entry whether it has; all false
    /// when the deadline came first.
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
