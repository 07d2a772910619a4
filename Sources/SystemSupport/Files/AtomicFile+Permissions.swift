package import SystemPackage

extension AtomicFile {
    /// Whose a file is after it was replaced; until its content is complete it is 0600 in every case.
    package enum Permissions: Sendable, Equatable {
        /// Those of the old file, and its owner as far as this user may set it; 0600 where there was none.
        case kept
        /// As `kept`, without those that are not among these.
        case keptWithin(FilePermissions)
        /// These, and the owner of the process, whatever was there.
        case exactly(FilePermissions)

        func apply(to file: FileDescriptor, old: FileStatus?) throws(Errno) {
            switch self {
            case .exactly(let permissions):
                try file.changePermissions(permissions)
            case .kept, .keptWithin:
                guard let old else { return try file.changePermissions(.ownerReadWrite) }
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
