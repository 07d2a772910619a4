package import SystemPackage

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
}
