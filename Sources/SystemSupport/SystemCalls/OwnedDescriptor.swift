internal import SystemPackage

/// A descriptor that is closed when it goes out of scope.
struct OwnedDescriptor: ~Copyable {
    let descriptor: FileDescriptor

    init(_ descriptor: FileDescriptor) {
        self.descriptor = descriptor
    }

    /// Opens a descriptor that is close-on-exec and has a number above those of the standard streams.
    ///
    /// If a standard stream is closed, the system gives its number to the next file. Output to the stream would then
    /// end up in that file.
    static func open(_ call: () -> Int32) throws(Errno) -> OwnedDescriptor {
        try OwnedDescriptor(FileDescriptor(rawValue: try calling(call))).aboveStandardStreams()
    }

    /// Returns a descriptor for the same file, with a number above those of the standard streams.
    consuming func aboveStandardStreams() throws(Errno) -> OwnedDescriptor {
        let number = descriptor.rawValue
        guard number <= 2 else { return self }
        let copy = OwnedDescriptor(FileDescriptor(rawValue: try calling { fcntl(number, F_DUPFD_CLOEXEC, 3) }))
        close()
        return copy
    }

    /// Closes the descriptor now.
    consuming func close() {}

    deinit {
        // Not retried after EINTR: on Linux the descriptor is already closed, and another thread may have its number.
        _ = systemClose(descriptor.rawValue)
    }
}

private func systemClose(_ descriptor: Int32) -> Int32 {
    close(descriptor)
}
