internal import SystemPackage

/// A directory to flush to disk after a change.
///
/// It is opened before the change, so that errors occur before anything has happened.
struct DirectorySynchronizer: ~Copyable {
    private let path: FilePath
    /// Nil if this user may change but not read the directory.
    ///
    /// The system then flushes the change later.
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
            // Some file systems (FUSE, network) do not support this and say so. Nothing more can be done there.
            guard error == .invalidArgument || error == .notSupported else {
                throw SystemError(error, "flush the directory", path)
            }
        }
    }
}
