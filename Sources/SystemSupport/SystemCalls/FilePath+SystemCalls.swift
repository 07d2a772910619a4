internal import CSystemSupport
package import SystemPackage

/// System calls on paths that swift-system lacks.
///
/// They throw typed errors and retry after EINTR.
extension FilePath {
    func open(_ flags: Int32, permissions: FilePermissions = []) throws(Errno) -> OwnedDescriptor {
        try OwnedDescriptor.open {
            unsafe withPlatformString { unsafe systemOpen($0, flags | O_CLOEXEC | O_NOCTTY, permissions.rawValue) }
        }
    }

    func status(followingLinks: Bool) throws(Errno) -> FileStatus {
        var status = CInterop.Stat()
        try calling {
            unsafe withPlatformString { path in
                unsafe followingLinks ? systemStatus(path, &status) : lstat(path, &status)
            }
        }
        return FileStatus(Stat(rawValue: status))
    }

    /// Returns the status, or nil if the file does not exist.
    func statusIfPresent(followingLinks: Bool) throws(Errno) -> FileStatus? {
        do {
            return try status(followingLinks: followingLinks)
        } catch .noSuchFileOrDirectory {
            return nil
        }
    }

    func rename(to path: FilePath) throws(Errno) {
        try calling {
            unsafe withPlatformString { from in unsafe path.withPlatformString { unsafe systemRename(from, $0) } }
        }
    }

    func renameExclusively(to path: FilePath) throws(Errno) {
        try calling {
            unsafe withPlatformString { from in
                unsafe path.withPlatformString { unsafe system_support_rename_exclusively(from, $0) }
            }
        }
    }

    /// Removes a file or link, and returns false if it does not exist.
    @discardableResult
    func unlinkIfPresent() throws(Errno) -> Bool {
        do {
            try calling { unsafe withPlatformString { unsafe unlink($0) } }
            return true
        } catch .noSuchFileOrDirectory {
            return false
        }
    }

    func makeDirectory(_ permissions: FilePermissions) throws(Errno) {
        try calling { unsafe withPlatformString { unsafe mkdir($0, permissions.rawValue) } }
    }

    func changePermissions(_ permissions: FilePermissions) throws(Errno) {
        try calling { unsafe withPlatformString { unsafe chmod($0, permissions.rawValue) } }
    }

    /// Checks that this process may execute the file.
    func allowsExecution() throws(Errno) {
        try calling { unsafe withPlatformString { unsafe access($0, X_OK) } }
    }

    /// Returns the target of a symbolic link, or nil if the path is not a symbolic link or does not exist.
    package func linkTarget() throws(Errno) -> FilePath? {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        do {
            // The last byte is never written, so the text is always terminated.
            let room = target.count - 1
            try calling { unsafe withPlatformString { unsafe Int32(readlink($0, &target, room)) } }
        } catch {
            guard error == .invalidArgument || error == .noSuchFileOrDirectory else { throw error }
            return nil
        }
        return FilePath(platformString: target)
    }
}

/// Repeats a call until it is not interrupted by a signal.
@discardableResult
func calling(_ call: () -> Int32) throws(Errno) -> Int32 {
    while true {
        let result = call()
        guard result < 0 else { return result }
        let failure = Errno(rawValue: errno)
        guard failure == .interrupted else { throw failure }
    }
}

// Methods of the same name would hide these functions in the extension above.
private func systemOpen(_ path: UnsafePointer<CChar>, _ flags: Int32, _ mode: mode_t) -> Int32 {
    unsafe open(path, flags, mode)
}

private func systemRename(_ from: UnsafePointer<CChar>, _ to: UnsafePointer<CChar>) -> Int32 {
    unsafe rename(from, to)
}

private func systemStatus(_ path: UnsafePointer<CChar>, _ status: UnsafeMutablePointer<CInterop.Stat>) -> Int32 {
    unsafe stat(path, status)
}
