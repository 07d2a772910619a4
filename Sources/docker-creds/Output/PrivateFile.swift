internal import SystemPackage
internal import SystemSupport

/// A file with secrets that a command writes.
enum PrivateFile {
    /// Creates a file with mode 0600, or replaces it atomically.
    ///
    /// A symbolic link of the user is followed, but not one that another user has put in place of the file.
    ///
    /// - Parameters:
    ///   - bytes: The content.
    ///   - path: The path of the file; its directory must exist.
    /// - Throws: `SystemError` if the file cannot be written, which is then unchanged.
    static func write(_ bytes: [UInt8], to path: FilePath) throws(SystemError) {
        let trail = PathTrail(to: path)
        try trail.checkLinks(of: path)
        let target = try path.resolvingFinalLinks()
        let directory = target.parentDirectory
        guard let name = target.lastComponent?.string else {
            throw SystemError(.isDirectory, "write", path, because: "it does not end in a file name")
        }
        guard (try? FileStatus(of: directory))?.kind == .directory else {
            throw SystemError(.notFound, "write", path, because: "there is no directory \(directory.escapedForDisplay)")
        }
        // The names are unique, so two commands do not write the same temporary file. The lock guards nothing else and
        // is removed: the file is written as a whole, whatever it contained before.
        let unique = ".\(name).\(UInt64.random(in: 0...UInt64.max))"
        let lockPath = directory.appending("\(unique).lock")
        let lock = try FileLock(at: lockPath, guarding: target, deadline: .after(.seconds(10)))
        defer { _ = try? AtomicFile(lockPath, symbolicLinks: .refused).remove(holding: lock) }
        try AtomicFile(target, writingTo: directory.appending("\(unique).new"))
            .replace(with: bytes, permissions: .exactly(.ownerReadWrite), holding: lock)
    }
}
