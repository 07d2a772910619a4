import HelperProtocol
import SystemPackage
import SystemSupport

/// Who may have access to the store and its key, as a function of what the filesystem says about them.
///
/// A helper that reads a file which others can read tells its user nothing about the leak; one that writes into a
/// directory which others can write to may be made to write elsewhere. Both are refused, with the command that mends it.
struct AccessRules: Sendable {
    /// The effective user of the process.
    let user: UInt32

    private static let root: UInt32 = 0

    /// Checks a file that holds secrets.
    ///
    /// - Parameters:
    ///   - status: What the filesystem says.
    ///   - path: For the message.
    ///   - origin: Who made the file.
    /// - Throws: ``HelperError`` with the mode or owner and the command that mends it.
    func checkFile(_ status: FileStatus, at path: FilePath, from origin: Origin = .user) throws(HelperError) {
        if status.owner != user, !(origin != .user && status.owner == Self.root) {
            throw Self.foreign(path)
        }
        // systemd grants a service's user its credentials through an access control list, whose mask is shown as the
        // mode of the group.
        let forbidden: FilePermissions =
            origin == .systemd && status.owner == Self.root ? .init(rawValue: 0o037) : .init(rawValue: 0o077)
        guard status.permissions.isDisjoint(with: forbidden) else {
            throw HelperError(
                .denied,
                "\(path) is open to other users (mode \(status.permissions.octal))",
                advice: [
                    "Run: chmod 600 \(path.shellQuoted)",
                    "If others may have read it, change the passwords that are in it.",
                ]
            )
        }
    }

    /// Checks the directory of a file that holds secrets.
    ///
    /// One that this program makes for itself has mode 0700. One that the user has chosen, such as `$HOME`, may be
    /// readable by others, but nobody else may be able to put another file in the place of the store.
    func checkDirectory(_ status: FileStatus, at path: FilePath, isOurs: Bool) throws(HelperError) {
        guard status.owner == user || !isOurs && status.owner == Self.root else { throw Self.foreign(path) }
        let isSticky = status.permissions.contains(.saveText)
        let forbidden: FilePermissions = isOurs ? .init(rawValue: 0o077) : isSticky ? [] : [.groupWrite, .otherWrite]
        guard status.permissions.isDisjoint(with: forbidden) else {
            throw HelperError(
                .denied,
                "the directory \(path) is open to other users (mode \(status.permissions.octal))",
                advice: ["Run: chmod \(isOurs ? "700" : "go-w") \(path.shellQuoted)"]
            )
        }
    }

    /// The same for what is at `path`; nothing there is nothing to object to.
    func checkDirectory(at path: FilePath, isOurs: Bool) throws(HelperError) {
        if let status = try? FileStatus(of: path) { try checkDirectory(status, at: path, isOurs: isOurs) }
    }

    /// Checks a file without secrets that decides who can read the store: nobody else may write to it.
    func checkPublicFile(_ status: FileStatus, at path: FilePath) throws(HelperError) {
        guard status.owner == user || status.owner == Self.root else { throw Self.foreign(path) }
        guard status.permissions.isDisjoint(with: [.groupWrite, .otherWrite]) else {
            throw HelperError(
                .denied,
                "\(path) can be written to by other users (mode \(status.permissions.octal))",
                advice: ["Look who is in it, then run: chmod go-w \(path.shellQuoted)"]
            )
        }
    }

    private static func foreign(_ path: FilePath) -> HelperError {
        HelperError(
            .denied,
            "\(path) belongs to another user",
            advice: ["Run, with the rights to do so: chown \"$(id -u)\" \(path.shellQuoted)"]
        )
    }

    /// Who made a file, by which it may belong to somebody else.
    enum Origin {
        /// The user of this process, and nobody else.
        case user
        /// Perhaps root, who reads everything anyway.
        case userOrRoot
        /// systemd, for a service.
        case systemd
    }
}
