package import SystemPackage

/// A lock that processes, and the threads of one, take in turn; released when the value ends, or the process does.
///
/// It is a flock(2) lock on a file of its own beside the file that it guards, because that file is replaced. The lock file
/// is made as needed and never deleted: a process that waits for a deleted file would hold a lock that no other sees.
/// File systems without flock(2) get a ``LockMarker`` beside the lock file.
package struct FileLock: ~Copyable, Sendable {
    /// Whether others may hold it at the same time.
    package enum Mode: Sendable {
        /// With other readers. On a file system without flock(2) it is the same as ``exclusive``.
        case shared
        /// Alone.
        case exclusive
    }

    /// The lock file.
    package let path: FilePath
    private let file: OwnedDescriptor
    private let marker: LockMarker?

    /// The open lock file.
    var descriptor: FileDescriptor { file.descriptor }

    /// The kind of file system that has no flock(2), as mount(8) names it; nil where it has.
    package var lockless: String? { marker?.fileSystem }

    /// Takes the lock of the file at `target`: `NAME.lock` in the same directory.
    ///
    /// - Parameters:
    ///   - target: The file itself and not a link to it. It need not exist; its directory does.
    ///   - mode: Alone, or with other readers.
    ///   - deadline: How long to wait for others. With an expired one there is still one attempt.
    ///   - cancellation: Ends the wait when it becomes readable; see ``CancellationSignal``.
    /// - Throws: As ``init(at:_:guarding:deadline:cancellation:)``.
    package init(
        beside target: FilePath,
        _ mode: Mode = .exclusive,
        deadline: Deadline,
        cancellation: FileDescriptor? = nil
    ) throws(SystemError) {
        guard let path = target.neighbor(suffix: ".lock") else {
            throw SystemError(.isDirectory, "lock", target, because: "it does not end in a file name")
        }
        try self.init(at: path, mode, guarding: target, deadline: deadline, cancellation: cancellation)
    }

    /// Takes the lock at `path`.
    ///
    /// - Parameters:
    ///   - path: The lock file, in a directory that exists. Not a symbolic link.
    ///   - mode: Alone, or with other readers.
    ///   - guarded: The file that it guards. A new lock file gets the owner of that, or else of the directory, as far as
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
        while true {
            let file = try reporting("open the lock", path) { () throws(Errno) in try Self.open(path, mode, guarded) }
            let status = try FileStatus(of: file.descriptor)
            if let refusal = status.refusal(to: "lock", path) {
                throw refusal
            }
            let marker = try Self.acquire(file.descriptor, at: path, mode, deadline, cancellation)
            // Someone may have deleted the file by hand meanwhile: then this lock is one that nobody else sees.
            let present = try reporting("lock", path) { () throws(Errno) in
                try path.statusIfPresent(followingLinks: false)
            }
            if let present, present.isSameFile(as: status) {
                self.path = path
                self.file = file
                self.marker = marker
                return
            }
            marker?.remove()
        }
    }

    deinit {
        marker?.remove()
        // Before the close: a child that is just being started holds a copy of the descriptor until its exec.
        file.descriptor.unlock()
    }

    /// Waits until the lock is free and takes it; returns the marker that stands for it where there is no flock(2).
    private static func acquire(
        _ file: FileDescriptor,
        at path: FilePath,
        _ mode: Mode,
        _ deadline: Deadline,
        _ cancellation: FileDescriptor?
    ) throws(SystemError) -> LockMarker? {
        var pause = Duration.microseconds(500)
        var marker: LockMarker?
        while true {
            if let marker {
                if try marker.tryCreate() { return marker }
            } else {
                do throws(Errno) {
                    if try file.tryLock(exclusive: mode == .exclusive) { return nil }
                } catch {
                    guard LockMarker.isNeeded(after: error) else { throw SystemError(error, "lock", path) }
                    marker = LockMarker(for: path, on: file)
                    continue
                }
            }
            guard !deadline.isExpired else {
                let held = "another process still held it after \(deadline.limitInWords)"
                throw SystemError(.timedOut, "lock", path, because: held + (marker?.explanation ?? ""))
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
