package import SystemPackage

/// The content and the status of a file, read from one descriptor, so that both belong to the same file.
package struct RegularFile: Sendable, Equatable {
    /// The whole content.
    package let bytes: [UInt8]
    /// The status before the content was read.
    package let status: FileStatus

    /// Reads a file, following symbolic links.
    ///
    /// Never blocks: a pipe is rejected without waiting for a writer.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - limit: The largest size to accept, in bytes.
    /// - Returns: The content. An empty file is not an error.
    /// - Throws: `.notFound`, `.isDirectory`, `.notRegularFile`, `.tooLarge` or any other system error.
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

    /// Reads a file, or returns nil if the path does not exist or is a dangling link.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - limit: The largest size to accept, in bytes.
    /// - Returns: The content, or nil.
    /// - Throws: Any error of ``read(_:limit:)`` except `.notFound`.
    package static func readIfPresent(_ path: FilePath, limit: Int) throws(SystemError) -> Self? {
        do {
            return try read(path, limit: limit)
        } catch  where error.code == .notFound {
            return nil
        }
    }
}
