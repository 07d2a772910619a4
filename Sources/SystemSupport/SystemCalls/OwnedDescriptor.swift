internal import SystemPackage

/// A descriptor that is closed when it goes out of scope, on every way out.
struct OwnedDescriptor: ~Copyable {
    let descriptor: FileDescriptor

    init(_ descriptor: FileDescriptor) {
        self.descriptor = descriptor
    }

    /// Takes what `call` opens, close-on-exec and under a number above those of the standard streams.
    ///
    /// Where a standard stream is closed, the system gives its number to the next file, and what this process or a child
    /// writes to the stream would end up in that file.
    static func open(_ call: () -> Int32) throws(Errno) -> OwnedDescriptor {
        try OwnedDescriptor(FileDescriptor(rawValue: try calling(call))).aboveStandardStreams()
    }

    /// The same file under a number that no standard stream has.
    consuming func aboveStandardStreams() throws(Errno) -> OwnedDescriptor {
        let number = descriptor.rawValue
        guard number <= 2 else { return self }
        let copy = OwnedDescriptor(FileDescriptor(rawValue: try calling { fcntl(number, F_DUPFD_CLOEXEC, 3) }))
        close()
        return copy
    }

    /// Closes it now.
    consuming func close() {}

    deinit {
        // Never again after EINTR: on Linux the descriptor is gone by then, and the number may be another thread's.
        _ = systemClose(descriptor.rawValue)
    }
}

private func systemClose(_ descriptor: Int32) -> Int32 {
    close(descriptor)
}
