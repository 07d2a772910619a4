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

    /// Where the file is: a user name is a path from the directory of the server.
    ///
    /// Made when it is wanted, which for most entries of a list is never.
    var path: FilePath { FilePath("\(folder)/\(directory)/\(username)\(PasswordStoreTree.suffix)") }
}

/// What is in the directory of a server.
struct ServerContent {
    /// The directory's name.
    let name: String
    /// The entries, in the order of their paths.
    var entries: [StoreEntry] = []
    /// Files that end in `.gpg` and do not begin like an OpenPGP message: what an interrupted writer left, for one.
    var damaged: [StoreEntry] = []
    /// Names of what has no meaning here.
    var foreign: [String] = []
}

/// What is in the directory of all servers.
struct StoreContent {
    /// The servers; one may be there under several names.
    var servers: [(server: ServerURL, content: ServerContent)] = []
    /// Names that stand for no server.
    var foreign: [String] = []
    /// Directories that could not be read, and why.
    var unreadable: [(name: String, reason: SystemError)] = []
}
