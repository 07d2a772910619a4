package import SystemPackage

extension PathTrail {
    /// Returns the first link that is unsafe for `user` to follow, or nil if there is none.
    ///
    /// In a directory that others can write to, such as `/tmp`, anyone can put a link in place of a file that a program
    /// is about to create. There, only links of the user or of root are followed. In a directory that only its owner
    /// can write to, a link of the owner is followed if its target belongs to the same owner. Root can write anywhere,
    /// and must not be redirected by links in a user's home directory.
    ///
    /// This is the rule of Linux's `fs.protected_symlinks` (proc_sys_fs(5)), applied to every component and on every
    /// system, without the exception for links of the directory's owner.
    package func untrustedLink(for user: UInt32) -> Link? {
        links.first { link in
            let owner = link.status.owner
            if owner == user || owner == 0 { return false }
            guard owner == link.directory.owner, !link.directory.isWritableByOthers else { return true }
            return (file ?? directories.last?.status)?.owner != owner
        }
    }

    /// Throws an error if the trail contains an unsafe link.
    ///
    /// See ``untrustedLink(for:)``.
    ///
    /// - Parameters:
    ///   - path: The path of the trail, for the message.
    ///   - user: The user who follows the links.
    /// - Throws: `.untrustedLink`.
    package func checkLinks(of path: FilePath, for user: UInt32 = CurrentProcess.effectiveUser) throws(SystemError) {
        guard let link = untrustedLink(for: user) else { return }
        throw SystemError(
            .untrustedLink,
            "follow",
            path,
            because: link.path == path
                ? "it is a symbolic link of another user" : "\(link.path) is a symbolic link of another user"
        )
    }
}

extension FileStatus {
    /// Whether the group or other users may write to it.
    package var isWritableByOthers: Bool {
        !permissions.isDisjoint(with: [.groupWrite, .otherWrite])
    }
}
