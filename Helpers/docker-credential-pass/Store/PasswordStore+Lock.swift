import HelperProtocol
import PasswordStoreFormat
import SystemPackage
import SystemSupport

extension PasswordStore {
    /// Performs `work` while no other process of this program writes to the store.
    func locked(_ work: (borrowing FileLock) throws(HelperError) -> Void) throws(HelperError) {
        let lock = try takeLock()
        defer { PasswordStoreLock.clearAway(lock, in: settings.store) }
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
            return try FileLock(at: PasswordStoreLock.path(in: settings.store), deadline: settings.deadline)
        } catch {
            throw HelperError(error)
        }
    }
}
