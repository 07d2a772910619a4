package import SystemPackage

extension AtomicFile {
    /// Creates a directory and its missing parents, independent of the umask, and flushes them to disk.
    ///
    /// Directories that root creates get the owner of their parent, since it may be a home directory.
    ///
    /// - Parameters:
    ///   - path: The directory. An existing one is not changed.
    ///   - permissions: The permissions of new directories.
    /// - Throws: `.notDirectory` if a component is not a directory, or any system error. It is not an error if the
    ///   directory exists or another process creates it at the same time.
    package static func makeDirectories(
        _ path: FilePath,
        permissions: FilePermissions = .ownerReadWriteExecute
    ) throws(SystemError) {
        if try directoryExists(path) {
            return
        }
        let parent = path.parentDirectory
        if parent != path {
            try makeDirectories(parent, permissions: permissions)
        }
        do {
            try reporting("create the directory", path) { () throws(Errno) in
                try path.makeDirectory(permissions)
                if try path.status(followingLinks: false).permissions != permissions {
                    try path.changePermissions(permissions)
                }
                try adoptOwner(path, of: parent)
            }
        } catch  where error.errno == .fileExists {
            // Another process created it first, or it is a dangling link.
            guard try !directoryExists(path) else { return }
            throw error
        }
        try DirectorySynchronizer(parent).synchronize()
    }

    private static func adoptOwner(_ path: FilePath, of parent: FilePath) throws(Errno) {
        guard CurrentProcess.effectiveUser == 0 else { return }
        // Uses a descriptor rather than the path, since the owner of the parent may replace the directory in the
        // meantime.
        let directory = try path.open(O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
        directory.descriptor.adoptOwner(of: try parent.status(followingLinks: true))
    }

    private static func directoryExists(_ path: FilePath) throws(SystemError) -> Bool {
        let status = try reporting("create the directory", path) { () throws(Errno) in
            try path.statusIfPresent(followingLinks: true)
        }
        guard let status else { return false }
        guard status.kind == .directory else {
            throw SystemError(Errno.notDirectory, "create the directory", path)
        }
        return true
    }
}
