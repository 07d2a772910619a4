package import SystemPackage

extension AtomicFile {
    /// The permissions and the owner of a file after it was replaced; it is 0600 until its content is complete.
    ///
    /// A new file that root makes gets the owner of its directory, whose home that may be: else neither that user nor a
    /// program that checks the owner could read it.
    package enum Permissions: Sendable, Equatable {
        /// Those of the old file, and its owner as far as this user may set it; 0600 where there was none.
        case kept
        /// As `kept`, without those that are not among these.
        case keptWithin(FilePermissions)
        /// These, and the owner of a new file, whatever was there.
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
                // Without the bits that let others run it as its owner.
                var permissions = old.permissions.intersection([
                    .ownerReadWriteExecute, .groupReadWriteExecute, .otherReadWriteExecute,
                ])
                if case .keptWithin(let limit) = self { permissions.formIntersection(limit) }
                let new = try file.status()
                if (new.owner, new.group) != (old.owner, old.group) {
                    do {
                        try file.changeOwner(old.owner, group: old.group)
                    } catch {
                        // The bits were meant for that group, not for this user's.
                        permissions.subtract(.groupReadWriteExecute)
                    }
                }
                try file.changePermissions(permissions)
            }
        }
    }
}
