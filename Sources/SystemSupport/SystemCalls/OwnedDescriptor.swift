internal import SystemPackage

/// A descriptor that is closed when it goes out of scope, on every way out.
struct OwnedDescriptor: ~Copyable {
    let descriptor: FileDescriptor

    init(_ descriptor: FileDescriptor) {
        self.descriptor = descriptor
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
