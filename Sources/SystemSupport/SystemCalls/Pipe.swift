internal import CSystemSupport
internal import SystemPackage

/// Both ends of a pipe, which are close-on-exec.
struct Pipe: ~Copyable {
    let reading: OwnedDescriptor
    let writing: OwnedDescriptor

    private init(reading: consuming OwnedDescriptor, writing: consuming OwnedDescriptor) {
        self.reading = reading
        self.writing = writing
    }

    /// Creates a pipe with a nonblocking reading end.
    static func open() throws(Errno) -> Pipe {
        var ends: [Int32] = [-1, -1]
        try calling { unsafe ends.withUnsafeMutableBufferPointer { unsafe system_support_pipe($0.baseAddress) } }
        let reading = OwnedDescriptor(FileDescriptor(rawValue: ends[0]))
        let writing = OwnedDescriptor(FileDescriptor(rawValue: ends[1]))
        let pipe = Pipe(
            reading: try reading.aboveStandardStreams(),
            writing: try writing.aboveStandardStreams()
        )
        try pipe.reading.descriptor.setNonBlocking()
        return pipe
    }

    /// Returns the reading end and closes the other, so that the pipe ends when the child's end does.
    consuming func intoReading() -> OwnedDescriptor {
        reading
    }
}
