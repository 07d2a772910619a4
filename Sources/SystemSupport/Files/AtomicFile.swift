package import SystemPackage

/// A file that is replaced as a whole: at every moment, also after a power failure, it has the old content or the new.
///
/// The new content is written to `.NAME.new` in the same directory, brought to the disk and renamed. The name is always
/// the same and every writer holds the same lock, so the next writer removes what a killed one left. Symbolic links stay
/// links: the file that they lead to is replaced. Other hard links of that file keep the old content.
package struct AtomicFile: Sendable, Equatable {
    /// The path as the caller names it.
    package let path: FilePath
    private let followsLinks: Bool
    private let temporary: FilePath?

    /// A file that may or may not exist.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - followsLinks: Whether a symbolic link at the path stands for the file that it leads to; otherwise it is not
    ///     replaced, and it is what is removed.
    ///   - temporary: Where the new content is written before it is renamed, on the same file system; nil for `.NAME.new`
    ///     beside the file.
    package init(_ path: FilePath, followsLinks: Bool = true, writingTo temporary: FilePath? = nil) {
        self.path = path
        self.followsLinks = followsLinks
        self.temporary = temporary
    }

    private func target() throws(SystemError) -> FilePath {
        followsLinks ? try path.resolvingFinalLinks() : path
    }

    /// Replaces the file, or makes it.
    ///
    /// On any failure up to the rename the old file is as it was and the new one is gone.
    ///
    /// - Parameters:
    ///   - bytes: The whole new content.
    ///   - permissions: The permissions and the owner of the new file.
    ///   - limit: The most bytes that readers of the file accept.
    ///   - expectation: What has to be there at the moment of the change.
    ///   - lock: The lock that all writers of this file take, held alone.
    /// - Throws: `.tooLarge` beyond the limit, before anything is written; `.changedMeanwhile` when the expectation does not hold; `.notReplaceable` for a mount point;
    ///   `.isDirectory`, `.notRegularFile`, `.noSpace`, `.readOnly`, `.permissionDenied` and what else the system reports.
    package func replace(
        with bytes: [UInt8],
        permissions: Permissions = .kept,
        limit: Int = .max,
        expecting expectation: Expectation = .anything,
        holding lock: borrowing FileLock
    ) throws(SystemError) {
        let target = try target()
        guard bytes.count <= limit else {
            throw SystemError(.tooLarge, "replace", target, because: "it would be larger than \(limit) bytes")
        }
        try write(bytes, for: target, permissions) { temporary throws(SystemError) in
            try expectation.check(target)
            try reporting("replace", target) { () throws(Errno) in try temporary.rename(to: target) }
        }
    }

    /// Makes the file unless there is one: never replaces, even when another program makes it at the same moment.
    ///
    /// - Parameters:
    ///   - bytes: The whole content.
    ///   - permissions: The permissions to give it.
    ///   - lock: The lock that all writers of this file take, held alone.
    /// - Returns: Whether it was made; false when one was there, which is then as it was.
    /// - Throws: What the system reports.
    package func create(
        with bytes: [UInt8],
        permissions: FilePermissions = .ownerReadWrite,
        holding lock: borrowing FileLock
    ) throws(SystemError) -> Bool {
        let target = try target()
        let present = try reporting("create", target) { () throws(Errno) in
            try target.statusIfPresent(followingLinks: false)
        }
        guard present == nil else { return false }
        do {
            try write(bytes, for: target, .exactly(permissions)) { temporary throws(SystemError) in
                try reporting("create", target) { () throws(Errno) in try temporary.renameExclusively(to: target) }
            }
            return true
        } catch  where error.errno == .fileExists {
            return false
        }
    }

    /// Removes the file that the path leads to, and brings that to the disk.
    ///
    /// - Parameter lock: The lock that all writers of this file take, held alone.
    /// - Returns: Whether there was one.
    /// - Throws: What the system reports; that there was none is not an error.
    @discardableResult
    package func remove(holding lock: borrowing FileLock) throws(SystemError) -> Bool {
        let target = try target()
        let wasThere = try reporting("remove", target) { () throws(Errno) in try target.unlinkIfPresent() }
        if wasThere {
            try DirectorySynchronizer(target.parentDirectory).synchronize()
        }
        return wasThere
    }

    /// Writes the temporary file and has `publish` give it its name.
    private func write(
        _ bytes: [UInt8],
        for target: FilePath,
        _ permissions: Permissions,
        publish: (FilePath) throws(SystemError) -> Void
    ) throws(SystemError) {
        let old = try reporting("replace", target) { () throws(Errno) in
            try target.statusIfPresent(followingLinks: false)
        }
        if let refusal = old?.refusal(to: "replace", target) {
            throw refusal
        }
        guard let temporary = temporary ?? target.neighbor(prefix: ".", suffix: ".new") else {
            throw SystemError(.isDirectory, "replace", target, because: "it does not end in a file name")
        }
        let directory = try DirectorySynchronizer(target.parentDirectory)
        let place = try FileStatus(of: target.parentDirectory)
        try reporting("remove what a killed process left,", temporary) { () throws(Errno) in
            try temporary.unlinkIfPresent()
        }
        do {
            try reporting("write", temporary) { () throws(Errno) in
                let file = try temporary.open(
                    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW,
                    permissions: .ownerReadWrite
                )
                try file.descriptor.writeFully(bytes)
                try permissions.apply(to: file.descriptor, old: old, in: place)
                try file.descriptor.synchronize()
            }
            try publish(temporary)
        } catch {
            _ = try? temporary.unlinkIfPresent()
            throw error
        }
        try directory.synchronize()
    }
}
