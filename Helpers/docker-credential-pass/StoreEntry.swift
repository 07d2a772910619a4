import SystemPackage
import SystemSupport

/// The file of one user of one server.
struct StoreEntry: Equatable {
    let username: String
    let path: FilePath
}

/// What is in the directory of a server.
struct ServerContent {
    /// The entries, in the order of their paths.
    var entries: [StoreEntry] = []
    /// Files that end in `.gpg` and do not begin like an OpenPGP message: what an interrupted writer left, for one.
    var damaged: [StoreEntry] = []
    /// Names of what has no meaning here.
    var foreign: [String] = []
}
