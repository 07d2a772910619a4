package import SystemPackage

extension PathTrail {
    /// The first link that `user` had better not follow; nil if there is none.
    ///
    /// Where others can write (as in `/tmp`) anybody can put a link in the place of a file that a program is about to
    /// make, and so have it written elsewhere: there a link counts only if it belongs to the user or to root. In a
    /// directory that its owner alone can write to, a link of that owner leads where the owner wants it, which is no
    /// harm as long as that is a file of the same owner: root, who can write anywhere, must not be led to other files by
    /// the home directory that it works in.
    ///
    /// It is the rule of Linux's `fs.protected_symlinks` (proc_sys_fs(5)), for every component and every system, and
    /// without its exception for links of the directory's owner.
    package func untrustedLink(for user: UInt32) -> Link? {
        links.first { link in
            let owner = link.status.owner
            if owner == user || owner == 0 { return false }
            guard owner == link.directory.owner, !link.directory.isWritableByOthers else { return true }
            return (file ?? directories.last?.status)?.owner != owner
        }
    }

    /// Refuses a path with a link that ``untrustedLink(for:)`` finds.
    ///
    /// - Parameters:
    ///   - path: The path of the trail, for the message.
    ///   - user: Who follows the links.
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
    /// Whether the group or all users may write to it.
    package var isWritableByOthers: Bool {
        !permissions.isDisjoint(with: [.groupWrite, .otherWrite])
    }
}
