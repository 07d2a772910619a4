package import HelperProtocol
package import SystemPackage
package import SystemSupport

/// The access rules for a store and its keys, as functions of the status of files.
///
/// Reading a file that others can read would hide the leak from the user. Writing to a directory that others can write
/// to could be redirected. Both are rejected, with the command that fixes the problem.
package struct AccessRules: Sendable {
    /// The users whose files are used.
    let users: [UInt32]
    /// The groups of the process.
    ///
    /// They are looked up only for a key of root that others can read, as are the mount points.
    let groups: @Sendable () -> [UInt32]
    /// The mount points.
    let mountPoints: @Sendable () -> [MountPoint]

    private static let root: UInt32 = 0

    /// Creates the rules for a process.
    ///
    /// - Parameters:
    ///   - user: Its effective user.
    ///   - homeOwner: The owner of the home directory. If root works in the home directory of another user (`sudo -E`,
    ///     `HOME=/home/ann`), new files belong to that user, so root uses that user's files too.
    ///   - groups: Its groups.
    ///   - mountPoints: The mount points.
    package init(
        user: UInt32,
        homeOwner: UInt32? = nil,
        groups: @escaping @Sendable () -> [UInt32] = { CurrentProcess.groups },
        mountPoints: @escaping @Sendable () -> [MountPoint] = { MountPoint.all }
    ) {
        users = user == Self.root ? [user] + [homeOwner].compactMap(\.self) : [user]
        self.groups = groups
        self.mountPoints = mountPoints
    }

    /// Checks a store.
    ///
    /// - Throws: ``HelperError`` with the mode or owner and the command that fixes it.
    package func checkFile(_ status: FileStatus, at path: FilePath) throws(HelperError) {
        guard users.contains(status.owner) else { throw foreign(path) }
        guard status.permissions.isDisjoint(with: Self.others) else { throw Self.tooOpen(status, path) }
    }

    /// Checks the file of a key or a passphrase, which may belong to root.
    ///
    /// - Parameters:
    ///   - status: The status of the file.
    ///   - path: The path of the file.
    ///   - trail: The directories and links on the path.
    ///   - isProvided: Whether systemd provides it. systemd grants a service's user access by an access control list,
    ///     whose mask is shown as the mode of the group.
    /// - Throws: ``HelperError`` with the mode or owner and the remedy.
    func checkKeyFile(
        _ status: FileStatus,
        at path: FilePath,
        along trail: PathTrail,
        isProvided: Bool = false
    ) throws(HelperError) {
        guard status.owner == Self.root else { return try checkFile(status, at: path) }
        if isProvided, status.permissions.isDisjoint(with: FilePermissions(rawValue: 0o037)) { return }
        let readers = status.permissions.intersection(Self.others)
        if readers.isEmpty || isClosedToOthers(status, along: trail) { return }
        guard !users.contains(Self.root) else { throw Self.tooOpen(status, path) }
        throw Self.tooOpenByRoot(status, path)
    }

    /// Checks the directory of a file that holds secrets.
    ///
    /// A directory that this package creates has mode 0700. One that the user has chosen, such as `$HOME`, may be
    /// readable by others, but no other user may be able to replace the store.
    package func checkDirectory(_ status: FileStatus, at path: FilePath, isOurs: Bool) throws(HelperError) {
        guard users.contains(status.owner) || !isOurs && status.owner == Self.root else { throw foreign(path) }
        let isSticky = status.permissions.contains(.saveText)
        let forbidden: FilePermissions = isOurs ? Self.others : isSticky ? [] : [.groupWrite, .otherWrite]
        guard status.permissions.isDisjoint(with: forbidden) else {
            throw HelperError(.denied, .permissiveMode(path, status.permissions, change: isOurs ? "700" : "go-w"))
        }
    }

    /// Checks a parent directory: anyone who can write to it can rename the directories in it.
    ///
    /// The user's own group may write to it. By the convention of useradd(8) it has the number of the user, and with a
    /// umask of 002 new directories in a home directory are writable by it.
    func checkAncestor(_ status: FileStatus, at path: FilePath) throws(HelperError) {
        let isTrusted = [Self.root, Self.overflowUser].contains(status.owner) || users.contains(status.owner)
        guard isTrusted else { throw foreign(path) }
        guard !status.permissions.contains(.saveText) else { return }
        let isOwnGroup = status.group == status.owner || status.group == Self.root
        let forbidden: FilePermissions = isOwnGroup ? .otherWrite : [.groupWrite, .otherWrite]
        guard status.permissions.isDisjoint(with: forbidden) else {
            throw HelperError(
                .denied,
                .permissiveMode(path, status.permissions, change: isOwnGroup ? "o-w" : "go-w")
            )
        }
    }

    /// Checks that no other user can write to a file without secrets that decides who can read the store.
    package func checkPublicFile(_ status: FileStatus, at path: FilePath) throws(HelperError) {
        guard users.contains(status.owner) || status.owner == Self.root else { throw foreign(path) }
        guard !status.isWritableByOthers else {
            throw HelperError(
                .denied,
                .permissiveMode(path, status.permissions, change: "go-w"),
                advice: ["Check the keys in it: others may have added their own"]
            )
        }
    }

    static let others: FilePermissions = [.groupReadWriteExecute, .otherReadWriteExecute]

    /// The owner of files whose real owner has no number in this user namespace (`/proc/sys/kernel/overflowuid`).
    ///
    /// In a rootless container that includes the real root, who owns `/`.
    private static let overflowUser: UInt32 = 65534
}
