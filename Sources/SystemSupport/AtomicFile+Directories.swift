package import SystemPackage

extension AtomicFile {
    /// Makes the directory with those above it that are missing, each with `permissions` whatever the umask, and brings
    /// them to the disk.
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
            }
        } catch  where error.errno == .fileExists {
            // Another process was first; or it is a link that leads nowhere.
            guard try !directoryExists(path) else { return }
            throw error
        }
        try DirectorySynchronizer(parent).synchronize()
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
