package import SystemPackage

extension AtomicFile {
    /// The permissions and the owner of a file after it was replaced.
    ///
    /// The mode is 0600 until the content is complete.
    ///
    /// A new file that root creates gets the owner of its directory, since it may be a home directory. Otherwise
    /// neither that user nor programs that check the owner could read it.
    package enum Permissions: Sendable, Equatable {
        /// Keeps the permissions of the old file, and its owner if possible.
        ///
        /// Without an old file, the mode is 0600.
        case kept
        /// Like `kept`, limited to these permissions.
        case keptWithin(FilePermissions)
        /// Sets these permissions and the owner of a new file, independent of the old file.
        case exactly(FilePermissions)

        func apply(to file: FileDescriptor, old: FileStatus?, in directory: FileStatus) throws(Errno) {
            switch self {
            case .exactly(let permissions):
                file.adoptOwner(of: directory)
                try file.changePermissions(permissions)
            case .kept, .keptWithin:
                guard let old else {
                    file.adoptOwner(of: directory)
                    return try file.changePermissions(.ownerReadWrite)
                }
                // Without setuid and setgid.
                var permissions = old.permissions.intersection([
                    .ownerReadWriteExecute, .groupReadWriteExecute, .otherReadWriteExecute,
                ])
                if case .keptWithin(let limit) = self { permissions.formIntersection(limit) }
                let new = try file.status()
                if (new.owner, new.group) != (old.owner, old.group) {
                    do {
                        try file.changeOwner(old.owner, group: old.group)
                    } catch {
                        // The group bits were meant for the old group, not for this user's.
                        permissions.subtract(.groupReadWriteExecute)
                    }
                }
                try file.changePermissions(permissions)
            }
        }
    }
}
