package import SystemPackage

/// A lock between processes and threads, which is released with the value or the process.
///
/// It is a flock(2) lock on a separate file, since the guarded file itself is replaced. The lock file is created when
/// needed and never deleted: a process that waits for a deleted file would hold a lock that no other process sees. File
/// systems without flock(2) use a ``LockMarker`` next to the lock file.
package struct FileLock: ~Copyable, Sendable {
    /// Whether the lock can be shared.
    package enum Mode: Sendable {
        /// Several readers can hold the lock.
        ///
        /// On a file system without flock(2), this is the same as ``exclusive``.
        case shared
        /// Only one holder is allowed.
        case exclusive
    }

    /// The path of the lock file.
    package let path: FilePath
    private let file: OwnedDescriptor
    private let marker: LockMarker?

    /// The descriptor of the lock file.
    var descriptor: FileDescriptor { file.descriptor }

    /// The kind of file system without flock(2), as in mount(8), or nil if it has flock(2).
    package var lockless: String? { marker?.fileSystem }

    /// Takes the lock of a file: `NAME.lock` in the same directory.
    ///
    /// - Parameters:
    ///   - target: The guarded file, not a link to it. It need not exist, but its directory must.
    ///   - mode: Exclusive or shared.
    ///   - deadline: How long to wait for others. One attempt is made even if it has expired.
    ///   - cancellation: Ends the wait when it becomes readable. See ``CancellationSignal``.
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

    /// Takes the lock at a path.
    ///
    /// - Parameters:
    ///   - path: The lock file, in an existing directory. It must not be a symbolic link.
    ///   - mode: Exclusive or shared.
    ///   - guarded: The guarded file. If root creates the lock file, it gets the owner of the guarded file, or else of
    ///     the directory, so that this owner is not locked out later.
    ///   - deadline: How long to wait for others. One attempt is made even if it has expired.
    ///   - cancellation: Ends the wait when it becomes readable. See ``CancellationSignal``.
    /// - Throws: `.timedOut` with the file and the wait, `.interrupted` for a cancelled wait, or any error of open(2)
    ///   and flock(2).
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
            // If the file was deleted by hand in the meantime, no other process sees this lock.
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
        // Unlock before closing: a child that is just starting has a copy of the descriptor until its exec.
        file.descriptor.unlock()
    }

    /// Waits until the lock is free and takes it.
    ///
    /// Returns the marker if the file system has no flock(2).
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
                let held = "\(deadline.expiry), because another process holds it"
                throw SystemError(.timedOut, "lock", path, because: held + (marker?.explanation ?? ""))
            }
            // Randomized, so that waiting processes do not retry at the same time, and limited by the deadline.
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
        // NFS requires write access for an exclusive lock. O_NONBLOCK prevents waiting for a pipe, which is rejected
        // later.
        let flags = (mode == .exclusive ? O_RDWR : O_RDONLY) | O_NOFOLLOW | O_NONBLOCK
        while true {
            do {
                return try path.open(flags)
            } catch .noSuchFileOrDirectory {
                do throws(Errno) {
                    let file = try path.open(flags | O_CREAT | O_EXCL, permissions: .ownerReadWrite)
                    // The umask may have removed these bits.
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
