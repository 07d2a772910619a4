package import SystemPackage

extension AtomicFile {
    /// Makes the directory with those above it that are missing, each with `permissions` whatever the umask, and brings
    /// them to the disk.
    ///
    /// What root makes gets the owner of the directory that it is in, whose home it may be.
    ///
    /// - Parameters:
    ///   - path: The directory. One that is there stays as it is.
    ///   - permissions: Those of the directories that are made.
    /// - Throws: `.notDirectory` when something else is in the way, and what the system reports. That it is there
    ///   already, or that another process makes it at the same moment, is not an error.
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
            try reporting("make the directory", path) { () throws(Errno) in
                try path.makeDirectory(permissions)
                if try path.status(followingLinks: false).permissions != permissions {
                    try path.changePermissions(permissions)
                }
                try adoptOwner(path, of: parent)
            }
        } catch  where error.errno == .fileExists {
            // Another process was first; or it is a link that leads nowhere.
            guard try !directoryExists(path) else { return }
            throw error
        }
        try DirectorySynchronizer(parent).synchronize()
    }

    private static func adoptOwner(_ path: FilePath, of parent: FilePath) throws(Errno) {
        guard CurrentProcess.effectiveUser == 0 else { return }
        // By a descriptor and not by its path: the owner of the parent may put something else there meanwhile.
        let directory = try path.open(O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
        directory.descriptor.adoptOwner(of: try parent.status(followingLinks: true))
    }

    private static func directoryExists(_ path: FilePath) throws(SystemError) -> Bool {
        let status = try reporting("make the directory", path) { () throws(Errno) in
            try path.statusIfPresent(followingLinks: true)
        }
        guard let status else { return false }
        guard status.kind == .directory else {
            throw SystemError(Errno.notDirectory, "make the directory", path)
        }
        return true
    }
}
