package import HelperProtocol
package import SystemPackage
package import SystemSupport

/// The access rules for a store and its keys, as functions of the status of files.
///
/// A helper that reads a file which others can read hides the leak from its user; one that writes into a directory
/// which others can write to may be made to write elsewhere. Both are refused, with the command that fixes it.
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

    /// The rules for a process.
    ///
    /// - Parameters:
    ///   - user: Its effective user.
    ///   - homeOwner: The owner of the home directory. Root works in the homes of others (`sudo -E`, `HOME=/home/ann`),
    ///     where what it makes belongs to that user, so root uses that user's files too.
    ///   - groups: Its groups.
    ///   - mountPoints: Where file systems are mounted.
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
    ///   - status: What the file system says of it.
    ///   - path: Where it is.
    ///   - trail: The way to it.
    ///   - isProvided: Whether systemd has put it there. It grants a service's user its credentials by an access control
    ///     list, whose mask is shown as the mode of the group.
    /// - Throws: ``HelperError`` with the mode or owner and what to do about it.
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
    /// One that this package makes for itself has mode 0700. One that the user has chosen, such as `$HOME`, may be
    /// readable by others, but nobody else may be able to put another file in the place of the store.
    package func checkDirectory(_ status: FileStatus, at path: FilePath, isOurs: Bool) throws(HelperError) {
        guard users.contains(status.owner) || !isOurs && status.owner == Self.root else { throw foreign(path) }
        let isSticky = status.permissions.contains(.saveText)
        let forbidden: FilePermissions = isOurs ? Self.others : isSticky ? [] : [.groupWrite, .otherWrite]
        guard status.permissions.isDisjoint(with: forbidden) else {
            throw HelperError(.denied, .permissiveMode(path, status.permissions, change: isOurs ? "700" : "go-w"))
        }
    }

    /// Checks a directory higher up: anyone who can write to it can rename the directories in it.
    ///
    /// A group may write to it if that is the user's own group, which has the same number by the convention of
    /// useradd(8): with it a umask of 002 makes such directories in a home.
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

    /// Whom files belong to whose owner has no number in this user name space (`/proc/sys/kernel/overflowuid`): in a
    /// rootless container that is the real root, who owns `/`.
    private static let overflowUser: UInt32 = 65534
}
