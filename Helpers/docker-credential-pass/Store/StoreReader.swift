import HelperProtocol
import PasswordStoreFormat
import SystemPackage
import SystemSupport

/// Finds entries in a store without running a program or decrypting.
struct StoreReader {
    /// The store's directory.
    let store: FilePath
    /// The store's directory without links.
    private let realStore: FilePath

    /// Files of pass, which are ignored without a note.
    private static let known: Set<String> = [".gpg-id", ".gpg-id.sig", ".public-keys", ".extensions"]

    /// A reader of the store; nil if there is no such directory.
    init?(store: FilePath) {
        guard let status = try? FileStatus(of: store), status.kind == .directory,
            let realStore = StoreDirectory.resolved(store)
        else { return nil }
        self.store = store
        self.realStore = realStore
    }

    /// The directory that holds the servers.
    var folder: FilePath { store.appending(PasswordStoreTree.folder) }

    /// Returns a server's directories: first the one that `store` writes to, then others with the same server.
    func directories(of server: ServerURL) throws(HelperError) -> [String] {
        guard let name = PasswordStoreTree.directoryName(for: server) else { return [] }
        try checkFolder()
        let names = [name].filter { exists($0) }
        // Only the last digits can differ. See PasswordStoreTree.server(named:).
        let start = Array(name.utf8.dropLast(4))
        let others = try reading(folder) { all throws(Errno) in
            try all.entries().compactMap(\.name).filter { other in
                other != name && other.utf8.starts(with: start) && PasswordStoreTree.server(named: other) == server
            }
        }
        return names + (others?.sorted() ?? [])
    }

    /// Returns the directory that `get` reads; searches for others only if the usual one does not exist.
    func directory(of server: ServerURL) throws(HelperError) -> String? {
        guard let name = PasswordStoreTree.directoryName(for: server) else { return nil }
        try checkFolder()
        if exists(name) { return name }
        return try directories(of: server).first
    }

    /// Reads the directories of all servers in one pass.
    func allServers() throws(HelperError) -> StoreContent {
        try checkFolder()
        var all = StoreContent()
        try reading(folder) { folder throws(Errno) in
            for (name, kind) in try folder.entries() { look(at: name, kind, in: folder, &all) }
        }
        return all
    }

    private func look(
        at name: String?,
        _ kind: OpenDirectory.Kind,
        in folder: OpenDirectory,
        _ all: inout StoreContent
    ) {
        guard let name else {
            all.foreign.append("a name that is not UTF-8")
            return
        }
        guard kind != .file, !Self.isKnown(name) else { return }
        let isInside = kind == .directory || kind == .link && leadsInside(self.folder.appending(name))
        guard isInside, let server = PasswordStoreTree.server(named: name) else {
            all.foreign.append(name)
            return
        }
        do {
            guard let directory = try folder.open(name, followingLink: kind == .link) else { return }
            var content = ServerContent(name: name)
            try collect(directory, user: [], into: &content)
            content.separateConflicts()
            all.servers.append((server, content))
        } catch {
            all.unreadable.append((name, SystemError(error, "read the directory", self.folder.appending(name))))
        }
    }

    /// Reads a server's directory.
    func content(of directoryName: String) throws(HelperError) -> ServerContent {
        let path = folder.appending(directoryName)
        // The folder is checked, so that only a link can lead outside.
        if (try? FileStatus(ofLink: path).kind) != .directory, !leadsInside(path) {
            throw .leadsOutside(path)
        }
        var content = ServerContent(name: directoryName)
        try reading(path) { directory throws(Errno) in try collect(directory, user: [], into: &content) }
        content.separateConflicts()
        return content
    }

    /// Throws if a path or a directory above it is a link that leads out of the store.
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

    func leadsInside(_ path: FilePath) -> Bool {
        StoreDirectory.resolved(path).map { $0 != realStore && $0.starts(with: realStore) } ?? false
    }

    static func isKnown(_ name: String) -> Bool { known.contains(name) || name.hasPrefix(".git") }

    /// Performs `work` on a directory; returns nil if it does not exist.
    @discardableResult
    private func reading<Result>(
        _ path: FilePath,
        _ work: (OpenDirectory) throws(Errno) -> Result
    ) throws(HelperError) -> Result? {
        do throws(Errno) {
            guard let directory = try OpenDirectory.open(path) else { return nil }
            return try work(directory)
        } catch {
            throw HelperError(SystemError(error, "read the directory", path))
        }
    }
}
