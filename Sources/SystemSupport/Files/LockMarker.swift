internal import CSystemSupport
internal import SystemPackage

/// A file whose existence is a lock, for file systems without flock(2): NFS without a lock server, Lustre without the
/// mount option `flock`, and some FUSE file systems.
///
/// It is created with `O_EXCL`, which NFS has supported since version 3 (RFC 1813, section 3.3.8, mode EXCLUSIVE). It
/// names its holder, so a marker of a killed process on this machine is detected and removed. A marker of another
/// machine stays until a user removes it, and the error names it.
struct LockMarker: Sendable {
    let path: FilePath
    /// The kind of file system, as in mount(8).
    let fileSystem: String
    private let holder: LockHolder

    /// Whether flock(2) failed because the file system does not support it.
    static func isNeeded(after error: Errno) -> Bool {
        [.noLocks, .noFunction, .notSupported, .notSupportedOnSocket].contains(error)
    }

    init(for lock: FilePath, on file: FileDescriptor) {
        path = lock.neighbor(suffix: ".held") ?? lock
        fileSystem = file.fileSystemName
        holder = .current
    }

    /// The addition to a message about a wait.
    var explanation: String {
        "; \(fileSystem) has no flock(2), so the file \(path) is the lock"
    }

    /// Creates the marker, and returns false if another process has it.
    func tryCreate() throws(SystemError) -> Bool {
        try reporting("make", path) { () throws(Errno) in
            if try create(path) { return true }
            return try removeStale() ? try create(path) : false
        }
    }

    private func create(_ path: FilePath) throws(Errno) -> Bool {
        let file: OwnedDescriptor
        do throws(Errno) {
            file = try path.open(O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, permissions: .ownerReadWrite)
        } catch {
            guard error == .fileExists else { throw error }
            return false
        }
        do throws(Errno) {
            try file.descriptor.writeFully(holder.bytes)
        } catch {
            _ = try? path.unlinkIfPresent()
            throw error
        }
        return true
    }

    /// Removes the marker of a process on this machine that has exited, and returns whether there was one.
    ///
    /// One process does so at a time: the one that has created the file `takeover`.
    private func removeStale() throws(Errno) -> Bool {
        guard let held = try read(path), held.hasEnded(seenFrom: holder),
            let takeover = path.neighbor(suffix: ".takeover")
        else { return false }
        var isOwn = try create(takeover)
        if !isOwn, try discardStale(takeover) { isOwn = try create(takeover) }
        guard isOwn else { return false }
        defer { _ = try? takeover.unlinkIfPresent() }
        // The holder may have removed its marker before it exited, and another process holds the lock by now. If the
        // marker is still there after the exit, nobody else removes it.
        guard try read(path) == held else { return false }
        try path.unlinkIfPresent()
        return true
    }

    /// Removes the file of a process that was killed during a takeover, and returns whether there was one.
    private func discardStale(_ takeover: FilePath) throws(Errno) -> Bool {
        guard let held = try read(takeover), held.hasEnded(seenFrom: holder),
            let aside = takeover.neighbor(suffix: ".\(holder.process).old")
        else { return false }
        // Renamed before it is removed: another process may have done the same in the meantime.
        do throws(Errno) {
            try takeover.rename(to: aside)
        } catch {
            guard error == .noSuchFileOrDirectory else { throw error }
            return true
        }
        if let moved = try read(aside), moved != held {
            do throws(Errno) { try aside.renameExclusively(to: takeover) } catch { try aside.unlinkIfPresent() }
            return false
        }
        try aside.unlinkIfPresent()
        return true
    }

    private func read(_ path: FilePath) throws(Errno) -> LockHolder? {
        do throws(Errno) {
            let file = try path.open(O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
            return try file.descriptor.readFully(limit: 4096).flatMap(LockHolder.init(parsing:))
        } catch {
            guard error == .noSuchFileOrDirectory else { throw error }
            return nil
        }
    }

    /// Removes the marker.
    ///
    /// If that fails, other processes recognize it as stale once this one has exited.
    func remove() {
        _ = try? path.unlinkIfPresent()
    }
}

extension FileDescriptor {
    /// The kind of file system that the file is on, as in mount(8), or its number if it is unknown.
    var fileSystemName: String {
        let number = system_support_file_system(rawValue)
        guard number != 0 else { return "the file system" }
        return Self.fileSystemNames[number] ?? "file system 0x\(String(number, radix: 16))"
    }

    /// Common file systems for home directories (statfs(2); Lustre, GPFS and BeeGFS from their own sources).
    private static let fileSystemNames: [UInt32: String] = [
        0x6969: "nfs", 0x0BD0_0BD0: "lustre", 0x6573_5546: "fuse", 0xFF53_4D42: "cifs", 0xFE53_4D42: "smb2",
        0x5346_414F: "afs", 0x0102_1997: "9p", 0x00C3_6400: "ceph", 0x4750_4653: "gpfs", 0x1983_0326: "beegfs",
        0xEF53: "ext4", 0x5846_5342: "xfs", 0x9123_683E: "btrfs", 0x2FC1_2FC1: "zfs", 0x0102_1994: "tmpfs",
        0x794C_7630: "overlay",
    ]
}
