package import SystemPackage
package import SystemSupport

/// The lock that keeps two programs of this package from changing a password store at the same time.
package enum PasswordStoreLock {
    /// Returns the path of the lock.
    ///
    /// It is in git's own directory if the store is under git, so that it is never committed. Otherwise it is in the
    /// store, with a name that `pass ls` and Docker's own helper ignore. It is not in `$XDG_RUNTIME_DIR`, which cron jobs
    /// and `sudo` do not have.
    package static func path(in store: FilePath) -> FilePath {
        let git = PasswordStoreGit.directory(of: store)
        return git?.appending("docker-credential-helpers.lock") ?? store.appending(".docker-credential-helpers.lock")
    }

    /// Removes a lock in the store itself, which a later `pass git init` would commit.
    ///
    /// This is safe while the lock is held: the next process that locks the removed file notices and creates a new one.
    package static func clearAway(_ lock: borrowing FileLock, in store: FilePath) {
        guard lock.path.removingLastComponent() == store else { return }
        _ = unsafe lock.path.withPlatformString { unsafe unlink($0) }
    }
}
