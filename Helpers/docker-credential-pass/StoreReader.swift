import HelperProtocol
import SystemPackage
import SystemSupport

/// Finds entries in a store, without running a program and without opening a secret.
struct StoreReader {
    /// The store's directory.
    let store: FilePath
    /// The store's directory without links.
    private let realStore: FilePath

    /// Deeper than any user name goes.
    private static let depthLimit = 16

    /// What belongs to pass and git, and is passed over without a word.
    private static let known: Set<String> = [".gpg-id", ".gpg-id.sig", ".public-keys", ".extensions"]

    /// Looks at a store; nil if there is none.
    init?(store: FilePath) {
        guard let status = try? FileStatus(of: store), status.kind == .directory,
            let realStore = StoreDirectory.resolved(store)
        else { return nil }
        self.store = store
        self.realStore = realStore
    }

    /// The directory that holds the servers.
    var folder: FilePath { store.appending(PasswordStoreTree.folder) }

    /// The directories of a server: the one that is written to, and others that mean the same server, if any.
    func directories(of server: ServerURL) throws(HelperError) -> [String] {
        guard let name = PasswordStoreTree.directoryName(for: server) else { return [] }
        try checkFolder()
        var names = [name].filter { exists($0) }
        // Only the last digits can differ. See PasswordStoreTree.server(named:).
        let start = Array(name.utf8.dropLast(4))
        for (other, _) in try contents(of: folder) ?? [] {
            guard let other, other != name, other.utf8.starts(with: start),
                PasswordStoreTree.server(named: other) == server
            else { continue }
            names.append(other)
        }
        return names
    }

    /// The directory that a `get` reads: without looking at all others if it is there.
    func directory(of server: ServerURL) throws(HelperError) -> String? {
        guard let name = PasswordStoreTree.directoryName(for: server) else { return nil }
        try checkFolder()
        if exists(name) { return name }
        return try directories(of: server).first
    }

    /// The directories of all servers, and the names that stand for none.
    func servers() throws(HelperError) -> (directories: [(server: ServerURL, name: String)], foreign: [String]) {
        try checkFolder()
        var directories: [(server: ServerURL, name: String)] = []
        var foreign: [String] = []
        for (name, kind) in try contents(of: folder) ?? [] {
            guard let name else {
                foreign.append("a name that is not UTF-8")
                continue
            }
            guard kind != .file, !Self.isKnown(name) else { continue }
            let isInside = kind == .directory || kind == .link && leadsInside(folder.appending(name))
            if isInside, let server = PasswordStoreTree.server(named: name) {
                directories.append((server, name))
            } else {
                foreign.append(name)
            }
        }
        return (directories, foreign)
    }

    /// What is in the directory of a server.
    func content(of directoryName: String) throws(HelperError) -> ServerContent {
        let directory = folder.appending(directoryName)
        // The folder was checked before, so only a link can lead outside.
        if (try? FileStatus(ofLink: directory).kind) != .directory, !leadsInside(directory) {
            throw .leadsOutside(directory)
        }
        var content = ServerContent()
        try collect(directory, user: [], into: &content)
        return content
    }

    /// Refuses a directory, or one above it, that is a link which leads out of the store.
    func check(_ path: FilePath) throws(HelperError) {
        var current = path
        while current != store, current.starts(with: store) {
            if (try? FileStatus(ofLink: current)) != nil {
                guard leadsInside(current) else { throw .leadsOutside(current) }
                return
            }
            current.removeLastComponent()
        }
    }

    private func checkFolder() throws(HelperError) {
        guard !leadsInside(folder), (try? FileStatus(ofLink: folder)) != nil else { return }
        throw .leadsOutside(folder)
    }

    private func exists(_ directoryName: String) -> Bool {
        let kind = (try? FileStatus(ofLink: folder.appending(directoryName)))?.kind
        return kind == .directory || kind == .symbolicLink
    }

    private func leadsInside(_ path: FilePath) -> Bool {
        StoreDirectory.resolved(path).map { $0 != realStore && $0.starts(with: realStore) } ?? false
    }

    private static func isKnown(_ name: String) -> Bool { known.contains(name) || name.hasPrefix(".git") }

    private func contents(of path: FilePath) throws(HelperError) -> [(name: String?, kind: StoreDirectory.Kind)]? {
        do {
            return try StoreDirectory(path: path).entries()
        } catch {
            throw HelperError(error)
        }
    }

    private func collect(_ directory: FilePath, user: [String], into content: inout ServerContent) throws(HelperError) {
        for (name, kind) in try contents(of: directory) ?? [] {
            guard let name, !Self.hasControlCharacters(name), user.count < Self.depthLimit else {
                content.foreign.append((user + [name ?? "a name that is not UTF-8"]).joined(separator: "/"))
                continue
            }
            let path = directory.appending(name)
            switch kind == .link && leadsToFileInside(path) ? .file : kind {
            case .directory:
                if Self.isKnown(name) { continue }
                try collect(path, user: user + [name], into: &content)
            case .file where name.hasSuffix(PasswordStoreTree.suffix) && name != PasswordStoreTree.suffix:
                let last = String(name.dropLast(PasswordStoreTree.suffix.count))
                let entry = StoreEntry(username: (user + [last]).joined(separator: "/"), path: path)
                if OpenPGPMessage.begins(in: path) {
                    content.entries.append(entry)
                } else {
                    content.damaged.append(entry)
                }
            default:
                if !Self.isKnown(name) { content.foreign.append((user + [name]).joined(separator: "/")) }
            }
        }
    }

    /// Links to directories are not followed here, since they may lead around in circles.
    private func leadsToFileInside(_ link: FilePath) -> Bool {
        leadsInside(link) && (try? FileStatus(of: link))?.kind == .regular
    }

    private static func hasControlCharacters(_ name: String) -> Bool {
        // Nearly all names are ASCII, where no table is needed.
        name.utf8.contains { $0 < 0x20 || $0 >= 0x7F }
            && name.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
