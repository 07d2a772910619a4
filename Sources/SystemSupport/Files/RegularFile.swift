package import SystemPackage

/// The content of a file with its status, both from one descriptor: no other file can slip in between.
package struct RegularFile: Sendable, Equatable {
    /// All of its bytes.
    package let bytes: [UInt8]
    /// Its status before it was read.
    package let status: FileStatus

    /// Reads the file at `path`, through symbolic links.
    ///
    /// Never hangs: a pipe is refused without waiting for a writer.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - limit: The most bytes to accept.
    /// - Returns: The content; an empty file is not an error.
    /// - Throws: `.notFound`, `.isDirectory`, `.notRegularFile`, `.tooLarge` and what else the system reports.
    package static func read(_ path: FilePath, limit: Int) throws(SystemError) -> Self {
        let file = try reporting("read", path) { () throws(Errno) in try path.open(O_RDONLY | O_NONBLOCK) }
        let status = try reporting("read", path) { () throws(Errno) in try file.descriptor.status() }
        if let refusal = status.refusal(to: "read", path) {
            throw refusal
        }
        let bytes = try reporting("read", path) { () throws(Errno) -> [UInt8]? in
            guard status.size <= Int64(limit) else { return nil }
            return try file.descriptor.readFully(limit: limit, expecting: Int(status.size))
        }
        guard let bytes else {
            throw SystemError(.tooLarge, "read", path, because: "it is larger than \(limit) bytes")
        }
        return Self(bytes: bytes, status: status)
    }

    /// Reads the file at `path`; nil when nothing is there, or a symbolic link to nothing.
    ///
    /// - Parameters:
    ///   - path: Where it may be.
    ///   - limit: The most bytes to accept.
    /// - Returns: The content, or nil.
    /// - Throws: What ``read(_:limit:)`` throws, except `.notFound`.
    package static func readIfPresent(_ path: FilePath, limit: Int) throws(SystemError) -> Self? {
        do {
            return try read(path, limit: limit)
        } catch  where error.code == .notFound {
            return nil
        }
    }
}
