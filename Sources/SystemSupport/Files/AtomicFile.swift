package import SystemPackage

/// A file that is replaced atomically: even after a power failure, it has either the old or the new content.
///
/// The new content is written to `.NAME.new` in the same directory, flushed to disk and renamed. The temporary name is
/// fixed and all writers take the same lock, so the next writer removes the file of a killed one. Other hard links of
/// the file keep the old content.
package struct AtomicFile: Sendable, Equatable {
    /// What happens to a symbolic link in the place of the file.
    package enum SymbolicLinks: Sendable, Equatable {
        /// The link is kept, and the file that it leads to is replaced.
        case followed
        /// The link is not replaced, but it can be removed.
        case refused
        /// The link itself is replaced, and the file that it leads to is not changed.
        case replaced
    }

    /// The path as given by the caller.
    package let path: FilePath
    private let links: SymbolicLinks
    private let temporary: FilePath?

    /// Creates a value for a file that may or may not exist.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - links: What happens to a symbolic link at the path.
    ///   - temporary: The path of the temporary file, on the same file system, or nil for `.NAME.new` in the same
    ///     directory.
    package init(_ path: FilePath, symbolicLinks links: SymbolicLinks = .followed, writingTo temporary: FilePath? = nil)
    {
        self.path = path
        self.links = links
        self.temporary = temporary
    }

    private func target() throws(SystemError) -> FilePath {
        links == .followed ? try path.resolvingFinalLinks() : path
    }

    /// Replaces the file, or creates it.
    ///
    /// If anything fails before the rename, the old file is unchanged and the temporary file is removed.
    ///
    /// - Parameters:
    ///   - bytes: The whole new content.
    ///   - permissions: The permissions and the owner of the new file.
    ///   - limit: The largest size that readers of the file accept.
    ///   - expectation: The required state of the file just before it is replaced.
    ///   - lock: The exclusive lock that all writers of this file take.
    /// - Throws: `.tooLarge` over the limit, before anything is written. `.changedMeanwhile` if the expectation is not
    ///   met. `.notReplaceable` for a mount point. `.isDirectory`, `.notRegularFile`, `.noSpace`, `.readOnly`,
    ///   `.permissionDenied` or any other system error.
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

    /// Creates the file if it does not exist, and never replaces it, even if another program creates it at the same
    /// time.
    ///
    /// - Parameters:
    ///   - bytes: The whole content.
    ///   - permissions: The permissions of the file.
    ///   - lock: The exclusive lock that all writers of this file take.
    /// - Returns: True if the file was created, and false if it already existed.
    /// - Throws: Any system error.
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

    /// Removes the file at the path, and flushes the change to disk.
    ///
    /// - Parameter lock: The exclusive lock that all writers of this file take.
    /// - Returns: Whether the file existed.
    /// - Throws: Any system error. A missing file is not an error.
    @discardableResult
    package func remove(holding lock: borrowing FileLock) throws(SystemError) -> Bool {
        let target = try target()
        let wasThere = try reporting("remove", target) { () throws(Errno) in try target.unlinkIfPresent() }
        if wasThere {
            try DirectorySynchronizer(target.parentDirectory).synchronize()
        }
        return wasThere
    }

    /// Writes the temporary file, which `publish` then renames.
    private func write(
        _ bytes: [UInt8],
        for target: FilePath,
        _ permissions: Permissions,
        publish: (FilePath) throws(SystemError) -> Void
    ) throws(SystemError) {
        let old = try reporting("replace", target) { () throws(Errno) in
            try target.statusIfPresent(followingLinks: false)
        }
        let isReplaceableLink = links == .replaced && old?.kind == .symbolicLink
        if !isReplaceableLink, let refusal = old?.refusal(to: "replace", target) {
            throw refusal
        }
        guard let temporary = temporary ?? target.neighbor(prefix: ".", suffix: ".new") else {
            throw SystemError(.isDirectory, "replace", target, because: "it does not end in a file name")
        }
        let directory = try DirectorySynchronizer(target.parentDirectory)
        let place = try FileStatus(of: target.parentDirectory)
        try reporting("remove the temporary file", temporary) { () throws(Errno) in
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
