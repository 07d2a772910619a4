internal import CSystemSupport
package import SystemPackage

/// The status of a file at one moment.
package struct FileStatus: Sendable, Equatable {
    /// The kind of a file.
    package enum Kind: Sendable, Equatable {
        case regular
        case directory
        case symbolicLink
        case pipe
        case socket
        case device
        case other
    }

    /// The kind of the file.
    package let kind: Kind
    /// The twelve permission bits of chmod(2).
    package let permissions: FilePermissions
    /// The user ID of the owner.
    package let owner: UInt32
    /// The group ID.
    package let group: UInt32
    /// The size in bytes.
    package let size: Int64
    /// The ID of the file system.
    package let device: UInt64
    /// The inode number on that file system.
    package let inode: UInt64
    /// The time of the last change of the content, since 1970.
    package let modificationTime: Duration
    /// The time of the last change of the content or the status, since 1970.
    ///
    /// Programs cannot set it.
    package let changeTime: Duration

    /// Reads the status of a path, following symbolic links.
    ///
    /// - Throws: `.notFound` or any other error of stat(2).
    package init(of path: FilePath) throws(SystemError) {
        self = try reporting("examine", path) { () throws(Errno) in try path.status(followingLinks: true) }
    }

    /// Reads the status of a path itself, even if it is a symbolic link.
    ///
    /// - Throws: `.notFound` or any other error of lstat(2).
    package init(ofLink path: FilePath) throws(SystemError) {
        self = try reporting("examine", path) { () throws(Errno) in try path.status(followingLinks: false) }
    }

    /// Reads the status of an open file.
    ///
    /// - Throws: Any error of fstat(2).
    package init(of descriptor: FileDescriptor) throws(SystemError) {
        self = try reporting("examine an open file") { () throws(Errno) in try descriptor.status() }
    }

    /// Whether this is the same file with the same content as in `other`.
    package func isSameVersion(as other: Self) -> Bool {
        (device, inode, size) == (other.device, other.inode, other.size)
            && (modificationTime, changeTime) == (other.modificationTime, other.changeTime)
    }

    /// The version as text, which another process can compare later.
    package var versionText: String {
        let parts = changeTime.components
        return "\(device) \(inode) \(size) \(parts.seconds) \(parts.attoseconds)"
    }

    /// Whether the file changed within the last `age`, by the clock of this machine, or in its future.
    ///
    /// The clock of a file system ticks some hundred times a second. A file can change within one tick without new
    /// times.
    package func changed(within age: Duration) -> Bool {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        return Self.time(now) - changeTime < age
    }

    /// Whether both are the same file, regardless of the content.
    package func isSameFile(as other: Self) -> Bool {
        (device, inode) == (other.device, other.inode)
    }
}

extension FileStatus {
    init(_ status: Stat) {
        let mode = status.rawValue.st_mode
        kind =
            switch mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .directory
            case S_IFLNK: .symbolicLink
            case S_IFIFO: .pipe
            case S_IFSOCK: .socket
            case S_IFCHR, S_IFBLK: .device
            default: .other
            }
        permissions = FilePermissions(rawValue: mode & 0o7777)
        owner = status.rawValue.st_uid
        group = status.rawValue.st_gid
        size = Int64(status.rawValue.st_size)
        device = UInt64(truncatingIfNeeded: status.rawValue.st_dev)
        inode = UInt64(status.rawValue.st_ino)
        modificationTime = Self.time(status.st_mtim)
        changeTime = Self.time(status.st_ctim)
    }

    private static func time(_ time: timespec) -> Duration {
        .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }

    /// Returns nil for a regular file, or else an error for the operation.
    func refusal(to operation: String, _ path: FilePath) -> SystemError? {
        switch kind {
        case .regular: nil
        case .directory: SystemError(.isDirectory, operation, path, because: "it is a directory")
        default: SystemError(.notRegularFile, operation, path, because: "it is not a regular file")
        }
    }
}
