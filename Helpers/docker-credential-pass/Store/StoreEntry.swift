import HelperProtocol
import PasswordStoreFormat
import SystemPackage
import SystemSupport

/// The file of one user of one server.
struct StoreEntry: Equatable {
    let username: String
    /// The name of the server's directory.
    let directory: String
    /// The directory of all servers.
    let folder: FilePath

    /// The file's path: a user name is a path below the server's directory.
    ///
    /// Computed on demand, as `list` needs no paths.
    var path: FilePath { folder.appending(directory).appending(username + PasswordStoreTree.suffix) }
}

/// The content of a server's directory.
struct ServerContent {
    /// The directory's name.
    let name: String
    /// The entries, in the order of their paths.
    var entries: [StoreEntry] = []
    /// Files that end in `.gpg` and do not begin like an OpenPGP message, such as one that was not completely written.
    var damaged: [StoreEntry] = []
    /// Copies of other entries that file synchronisation made, when an entry was changed on two machines.
    var conflicts: [StoreEntry] = []
    /// The names of files that are not entries.
    var foreign: [String] = []

    /// Moves conflict copies from the entries to ``conflicts``.
    ///
    /// Without its original, a file of such a name is a user's entry.
    mutating func separateConflicts() {
        guard entries.count > 1 else { return }
        let names = Set(entries.map(\.username))
        let isConflict = { (entry: StoreEntry) in
            SyncConflict.original(of: entry.username).map(names.contains) ?? false
        }
        conflicts = entries.filter(isConflict)
        if !conflicts.isEmpty { entries.removeAll(where: isConflict) }
    }
}

/// The content of the directory of all servers.
struct StoreContent {
    /// The servers; several directories may have the same server.
    var servers: [(server: ServerURL, content: ServerContent)] = []
    /// The names of files and directories that are not servers.
    var foreign: [String] = []
    /// The directories that could not be read, with the reasons.
    var unreadable: [(name: String, reason: SystemError)] = []
}
