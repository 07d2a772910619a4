package import SystemPackage

/// Standard input, output and error, as bytes.
package enum StandardStreams {
    /// Reads standard input to its end.
    ///
    /// - Parameters:
    ///   - limit: The most bytes to accept.
    ///   - descriptor: What to read instead, for tests.
    /// - Returns: The bytes; none for an empty input, which is not an error.
    /// - Throws: `.tooLarge` past the limit, whatever follows unread; what read(2) reports.
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

    /// Writes all of `bytes`, in one piece where the reader takes them so.
    ///
    /// A reader that is gone ends the process with SIGPIPE, as it does other programs, unless the process ignores that.
    ///
    /// - Parameters:
    ///   - bytes: What to write.
    ///   - descriptor: Where to, as a rule standard output or standard error.
    /// - Throws: What write(2) reports.
    package static func write(_ bytes: [UInt8], to descriptor: FileDescriptor) throws(SystemError) {
        try reporting("write the output") { () throws(Errno) in try descriptor.writeFully(bytes) }
    }

    /// Puts something in the place of each standard stream that is closed, before any file is opened.
    ///
    /// Otherwise a file of this process or of a child would get its number. It is the end of a pipe to read from, which needs no `/dev/null`: reading finds the end at once, and writing fails,
    /// so that a program whose output went nowhere does not report success.
    ///
    /// - Throws: What pipe(2) reports.
    package static func ensureOpen() throws(SystemError) {
        for number in Int32(0)...2 where fcntl(number, F_GETFD) < 0 {
            try reporting("open the standard streams") { () throws(Errno) in
                // The end to read from takes the lowest number that is free, which is this one. It is for children too, so
                // not close-on-exec.
                var ends: [Int32] = [-1, -1]
                try calling { unsafe ends.withUnsafeMutableBufferPointer { unsafe pipe($0.baseAddress) } }
                return OwnedDescriptor(FileDescriptor(rawValue: ends[1]))
            }
        }
    }
}
