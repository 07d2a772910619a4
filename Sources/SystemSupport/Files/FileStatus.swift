package import SystemPackage

/// What the system knows about a file, at one moment.
package struct FileStatus: Sendable, Equatable {
    /// What a directory entry can be.
    package enum Kind: Sendable, Equatable {
        case regular
        case directory
        case symbolicLink
        case pipe
        case socket
        case device
        case other
    }

    /// What it is.
    package let kind: Kind
    /// The twelve bits that chmod(2) sets.
    package let permissions: FilePermissions
    /// The number of the user that it belongs to.
    package let owner: UInt32
    /// The number of the group that it belongs to.
    package let group: UInt32
    /// Its length in bytes.
    package let size: Int64
    /// The file system that it is on.
    package let device: UInt64
    /// Its number on that file system.
    package let inode: UInt64
    /// When its content last changed, since 1970 began.
    package let modificationTime: Duration
    /// When its content or its status last changed, since 1970 began; unlike the other, no program can set it.
    package let changeTime: Duration

    /// The status of what `path` leads to, through symbolic links.
    ///
    /// - Throws: `.notFound` and what else stat(2) reports.
    package init(of path: FilePath) throws(SystemError) {
        self = try reporting("examine", path) { () throws(Errno) in try path.status(followingLinks: true) }
    }

    /// The status of `path` itself, be it a symbolic link.
    ///
    /// - Throws: `.notFound` and what else lstat(2) reports.
    package init(ofLink path: FilePath) throws(SystemError) {
        self = try reporting("examine", path) { () throws(Errno) in try path.status(followingLinks: false) }
    }

    /// The status of an open file.
    ///
    /// - Throws: What fstat(2) reports.
    package init(of descriptor: FileDescriptor) throws(SystemError) {
        self = try reporting("examine an open file") { () throws(Errno) in try descriptor.status() }
    }

    /// Whether the file is still what it was when `other` was taken: the same file, with the same content.
    package func isSameVersion(as other: Self) -> Bool {
        (device, inode, size) == (other.device, other.inode, other.size)
            && (modificationTime, changeTime) == (other.modificationTime, other.changeTime)
    }

    /// The version in a few words, to be compared later by another process.
    package var versionText: String {
        let parts = changeTime.components
        return "\(device) \(inode) \(size) \(parts.seconds) \(parts.attoseconds)"
    }

    /// Whether it changed within the last `age`, by the clock of this machine; also if it claims to come from the future.
    ///
    /// A clock of the file system ticks some hundred times a second: within one tick a file changes and keeps its times.
    package func changed(within age: Duration) -> Bool {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        return Self.time(now) - changeTime < age
    }

    /// Whether both are one file, whatever is in it.
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

    /// Nil for a regular file; else why `operation` on it is refused.
    func refusal(to operation: String, _ path: FilePath) -> SystemError? {
        switch kind {
        case .regular: nil
        case .directory: SystemError(.isDirectory, operation, path, because: "it is a directory")
        default: SystemError(.notRegularFile, operation, path, because: "it is not a regular file")
        }
    }
}
