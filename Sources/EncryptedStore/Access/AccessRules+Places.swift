package import HelperProtocol
package import SystemPackage
package import SystemSupport

extension AccessRules {
    /// Checks the directory of a file, the directory that a link leads to, and all directories above them.
    ///
    /// Call it before anything is written or created, and again after a directory was created.
    ///
    /// - Parameters:
    ///   - path: The file, which need not exist.
    ///   - trail: The directories and links on the path.
    ///   - isOurs: Whether this package created the directory, which no other user may read.
    /// - Throws: ``HelperError`` with the mode or owner and the command that fixes it.
    package func checkPlace(of path: FilePath, along trail: PathTrail, isOurs: Bool) throws(HelperError) {
        try checkLinks(of: path, along: trail)
        for directory in trail.directories where !trail.holders.contains(directory) {
            try checkAncestor(directory.status, at: directory.path)
        }
        for (number, holder) in trail.holders.enumerated() {
            try checkDirectory(holder.status, at: holder.path, isOurs: isOurs && number == 0)
        }
    }

    /// Checks the links to a file of another program, which is responsible for the directory.
    func checkLinks(of path: FilePath, along trail: PathTrail) throws(HelperError) {
        do {
            try trail.checkLinks(of: path, for: users[0])
        } catch {
            throw HelperError(error)
        }
    }

    /// Returns whether no other user can reach a file of root, although its mode lets others read it.
    ///
    /// There are three such cases. The file is in a directory that others cannot enter. Or only a group that root has
    /// given to this process can read it. Or it is a secret that is mounted into a container, as a file or in a
    /// read-only `tmpfs` (`/run/secrets` of Docker, podman and BuildKit, the secret volumes of Kubernetes). Such a
    /// secret cannot be changed from inside, and only users of the container can read it.
    func isClosedToOthers(_ status: FileStatus, along trail: PathTrail) -> Bool {
        guard !status.isWritableByOthers else { return false }
        if trail.directories.contains(where: { users.contains($0.status.owner) && $0.status.isClosed }),
            !users.contains(status.owner)
        {
            return true
        }
        if !status.permissions.contains(.otherRead), !users.contains(status.owner), groups().contains(status.group) {
            return true
        }
        guard let place = trail.filePath else { return false }
        // The last mount hides earlier ones at the same path or below it.
        guard let mount = mountPoints().last(where: { place.starts(with: $0.path) }) else { return false }
        return mount.path == place || mount.isReadOnly && ["tmpfs", "ramfs"].contains(mount.fileSystem)
    }
}

extension FileStatus {
    /// Whether only the owner and root can enter the directory.
    fileprivate var isClosed: Bool { permissions.isDisjoint(with: [.groupExecute, .otherExecute]) }
}
