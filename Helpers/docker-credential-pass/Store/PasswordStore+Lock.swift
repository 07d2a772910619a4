import HelperProtocol
import SystemPackage
import SystemSupport

extension PasswordStore {
    /// Performs `work` while no other process of this program writes to the store.
    func locked(_ work: (borrowing FileLock) throws(HelperError) -> Void) throws(HelperError) {
        let lock = try takeLock()
        defer { clearAway(lock) }
        if let fileSystem = lock.lockless {
            diagnostics.note(
                "\(fileSystem) does not support flock(2), so a file beside \(lock.path) is used as the lock; to use another "
                    + "file system, set \(PassSettings.storeVariable)"
            )
        }
        try work(lock)
    }

    private func takeLock() throws(HelperError) -> FileLock {
        do {
            return try FileLock(at: Self.lockPath(in: settings.store), deadline: settings.deadline)
        } catch {
            throw HelperError(error)
        }
    }

    /// Removes a lock in the store itself, which a later `pass git init` would commit.
    ///
    /// This is safe while the lock is held: the next process that locks the removed file notices and creates a new one.
    private func clearAway(_ lock: borrowing FileLock) {
        let path = lock.path
        if path.removingLastComponent() == settings.store { try? StoreDirectory.removeFile(path) }
    }

    /// Returns the path of the lock.
    ///
    /// It is in git's own directory if the store is under git, so that it is never committed. Otherwise it is in the
    /// store, with a name that `pass ls` and Docker's own helper ignore. It is not in `$XDG_RUNTIME_DIR`, which cron jobs
    /// and `sudo` do not have.
    static func lockPath(in store: FilePath) -> FilePath {
        guard let git = gitDirectory(of: store) else { return store.appending(".docker-credential-helpers.lock") }
        return git.appending("docker-credential-helpers.lock")
    }

    /// Returns git's directory for a working tree; nil if that is not under git.
    static func gitDirectory(of tree: FilePath) -> FilePath? {
        let git = tree.appending(".git")
        switch (try? FileStatus(of: git))?.kind {
        case .directory: return git
        case .regular:
            // Of a worktree or submodule: gitrepository-layout(5).
            let content = (try? RegularFile.read(git, limit: 1 << 16))?.bytes ?? []
            return gitDirectory(in: content).map { tree.pushing($0) }
        default: return nil
        }
    }

    static func gitDirectory(in content: [UInt8]) -> FilePath? {
        let prefix = "gitdir: ".utf8
        guard let line = content.split(separator: UInt8(ascii: "\n")).first, line.starts(with: prefix) else {
            return nil
        }
        return FilePath(bytes: line.dropFirst(prefix.count))
    }
}
