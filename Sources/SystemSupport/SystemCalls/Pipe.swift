internal import CSystemSupport
internal import SystemPackage

/// Both ends of a pipe, which no child inherits by accident.
struct Pipe: ~Copyable {
    let reading: OwnedDescriptor
    let writing: OwnedDescriptor

    private init(reading: consuming OwnedDescriptor, writing: consuming OwnedDescriptor) {
        self.reading = reading
        self.writing = writing
    }

    /// A pipe that is read from without waiting.
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

    /// The end to read from; the other one is closed, so that the pipe ends when the child's does.
    consuming func intoReading() -> OwnedDescriptor {
        reading
    }
}
