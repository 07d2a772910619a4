package import SystemPackage

/// A lock that processes, and the threads of one, take in turn; released when the value ends, or the process does.
///
/// It is a lock on a file of its own beside what it guards, since what it guards is replaced. The file is made as needed
/// and never deleted: a process that waits for a deleted file would hold a lock that no other sees.
package struct FileLock: ~Copyable, Sendable {
    /// Whether others may hold it at the same time.
    package enum Mode: Sendable {
        /// With other readers.
        case shared
        /// Alone.
        case exclusive
    }

    /// The lock file.
    package let path: FilePath
    private let file: OwnedDescriptor

    /// The open lock file.
    var descriptor: FileDescriptor { file.descriptor }

    /// Takes the lock at `path`.
    ///
    /// - Parameters:
    ///   - path: The lock file, in a directory that exists. Not a symbolic link.
    ///   - mode: Alone, or with other readers.
    ///   - guarded: What it guards. A lock file that is made gets the owner of that, or else of the directory, as far as
    ///     this user may set it: one that belongs to root would keep the owner of the file out from then on.
    ///   - deadline: How long to wait for others. With an expired one there is still one attempt.
    ///   - cancellation: Ends the wait when it becomes readable; see ``CancellationSignal``.
    /// - Throws: `.timedOut`, with the file and the wait; `.interrupted` for a cancelled wait; what open(2) and flock(2) report.
    package init(
        at path: FilePath,
        _ mode: Mode = .exclusive,
        guarding guarded: FilePath? = nil,
        deadline: Deadline,
        cancellation: FileDescriptor? = nil
    ) throws(SystemError) {
        var pause = Duration.microseconds(500)
        while true {
            let file = try reporting("open the lock", path) { () throws(Errno) in try Self.open(path, mode, guarded) }
            let status = try FileStatus(of: file.descriptor)
            if let refusal = status.refusal(to: "lock", path) {
                throw refusal
            }
            while true {
                let descriptor = file.descriptor
                let isFree = try reporting("lock", path) { () throws(Errno) in
                    try descriptor.tryLock(exclusive: mode == .exclusive)
                }
                if isFree { break }
                guard !deadline.isExpired else {
                    throw SystemError(
                        .timedOut,
                        "lock",
                        path,
                        because: "another process still held it after \(deadline.limitInWords)"
                    )
                }
                // Not in step with the others who wait, and never past the deadline.
                let next = Deadline(after: pause * Double.random(in: 0.5...1)).earlier(deadline)
                let isCancelled = try reporting("lock", path) { () throws(Errno) in
                    try PollSet([.init(cancellation)]).wait(until: next)[0]
                }
                guard !isCancelled else {
                    throw SystemError(.interrupted, "lock", path, because: "the wait was cancelled")
                }
                pause = min(pause * 2, .milliseconds(16))
            }
            // Someone may have deleted the file by hand meanwhile: then this lock is one that nobody else sees.
            let present = try reporting("lock", path) { () throws(Errno) in
                try path.statusIfPresent(followingLinks: false)
            }
            if let present, present.isSameFile(as: status) {
                self.path = path
                self.file = file
                return
            }
        }
    }

    deinit {
        // Before the close: a child that is just being started holds a copy of the descriptor until its exec.
        file.descriptor.unlock()
    }

    private static func open(_ path: FilePath, _ mode: Mode, _ guarded: FilePath?) throws(Errno) -> OwnedDescriptor {
        // NFS wants the file open for writing for an exclusive lock. O_NONBLOCK: a pipe in its place is refused later.
        let flags = (mode == .exclusive ? O_RDWR : O_RDONLY) | O_NOFOLLOW | O_NONBLOCK
        while true {
            do {
                return try path.open(flags)
            } catch .noSuchFileOrDirectory {
                do throws(Errno) {
                    let file = try path.open(flags | O_CREAT | O_EXCL, permissions: .ownerReadWrite)
                    // Whatever the umask took away.
                    try file.descriptor.changePermissions(.ownerReadWrite)
                    var model = try path.parentDirectory.status(followingLinks: true)
                    if let guarded, let status = try guarded.statusIfPresent(followingLinks: false) { model = status }
                    file.descriptor.adoptOwner(of: model)
                    return file
                } catch .fileExists {
                    continue
                }
            }
        }
    }
}
