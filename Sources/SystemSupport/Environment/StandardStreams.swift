package import SystemPackage

/// Standard input, output and error, as bytes.
package enum StandardStreams {
    /// Reads standard input to its end.
    ///
    /// - Parameters:
    ///   - limit: The largest number of bytes to accept.
    ///   - descriptor: The descriptor to read instead, for tests.
    /// - Returns: The bytes. An empty input is not an error.
    /// - Throws: `.tooLarge` if there are more bytes, without reading the rest. Any error of read(2).
    package static func readStandardInput(
        limit: Int,
        from descriptor: FileDescriptor = .standardInput
    ) throws(SystemError) -> [UInt8] {
        let bytes = try reporting("read standard input") { () throws(Errno) in
            try descriptor.readFully(limit: limit)
        }
        guard let bytes else {
            throw SystemError(.tooLarge, "read standard input", because: "it is larger than \(limit) bytes")
        }
        return bytes
    }

    /// Writes all bytes, in one call if possible.
    ///
    /// If the reader has closed the pipe, SIGPIPE ends the process, unless the process ignores it.
    ///
    /// - Parameters:
    ///   - bytes: The bytes to write.
    ///   - descriptor: The descriptor, usually standard output or standard error.
    /// - Throws: Any error of write(2).
    package static func write(_ bytes: [UInt8], to descriptor: FileDescriptor) throws(SystemError) {
        try reporting("write the output") { () throws(Errno) in try descriptor.writeFully(bytes) }
    }

    /// Replaces each closed standard stream, before any file is opened.
    ///
    /// Otherwise a file of this process or of a child could get its number. The replacement is the reading end of a
    /// pipe, which does not need `/dev/null`. Reading finds the end at once. Writing fails, so that a program does not
    /// report success for lost output.
    ///
    /// - Throws: Any error of pipe(2).
    package static func ensureOpen() throws(SystemError) {
        for number in Int32(0)...2 where fcntl(number, F_GETFD) < 0 {
            try reporting("open the standard streams") { () throws(Errno) in
                // The reading end takes the lowest free number, which is this one. Children inherit it, so it is not
                // close-on-exec.
                var ends: [Int32] = [-1, -1]
                try calling { unsafe ends.withUnsafeMutableBufferPointer { unsafe pipe($0.baseAddress) } }
                return OwnedDescriptor(FileDescriptor(rawValue: ends[1]))
            }
        }
    }
}
