internal import SystemPackage

/// A directory that is to be brought to the disk after a change in it, opened before the change: what can fail, fails
/// while nothing has happened yet.
struct DirectorySynchronizer: ~Copyable {
    private let path: FilePath
    /// Nil for a directory that this user may change but not read: its changes reach the disk in the system's own time.
    private let directory: OwnedDescriptor?

    init(_ path: FilePath) throws(SystemError) {
        self.path = path
        do {
            directory = try path.open(O_RDONLY | O_DIRECTORY)
        } catch {
            guard error == .permissionDenied else { throw SystemError(error, "open the directory", path) }
            directory = nil
        }
    }

    func synchronize() throws(SystemError) {
        do throws(Errno) {
            switch directory {
            case .some(let directory): try directory.descriptor.synchronize()
            case .none: break
            }
        } catch {
            // File systems that cannot do it (some over FUSE or the network) say so; there is nothing more to do there.
            guard error == .invalidArgument || error == .notSupported else {
                throw SystemError(error, "bring to the disk the directory", path)
            }
        }
    }
}
