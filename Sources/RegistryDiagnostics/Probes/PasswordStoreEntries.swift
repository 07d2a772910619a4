internal import PasswordStoreFormat
internal import SystemPackage
internal import SystemSupport

/// The entries in a server's folder of a password store, read as docker-credential-pass reads them.
///
/// Other files are not entries. No program runs, and nothing is decrypted.
enum PasswordStoreEntries {
    /// Returns the entries, in the order of their paths; none if the folder cannot be read.
    static func read(_ folder: FilePath) -> [PasswordStoreFacts.Entry] {
        var entries: [PasswordStoreFacts.Entry] = []
        if let directory = try? OpenDirectory.open(folder) { collect(directory, at: folder, [], into: &entries) }
        separateConflicts(&entries)
        return entries
    }

    /// Collects the entries below a directory; a user name with slashes is a path.
    private static func collect(
        _ directory: OpenDirectory,
        at path: FilePath,
        _ user: [String],
        into entries: inout [PasswordStoreFacts.Entry]
    ) {
        let names = (try? directory.entries()) ?? []
        for (name, kind) in names.sorted(by: { ($0.name ?? "") < ($1.name ?? "") }) {
            guard let name, !PasswordStoreTree.hasControlCharacters(name) else { continue }
            let isEntry = name.hasSuffix(PasswordStoreTree.suffix) && name != PasswordStoreTree.suffix
            switch kind {
            case .directory where PasswordStoreTree.canBeInside(name, depth: user.count + 1):
                guard let inner = try? directory.open(name) else { continue }
                collect(inner, at: path.appending(name), user + [name], into: &entries)
            case .file where isEntry, .link where isEntry:
                guard let status = try? FileStatus(ofLink: path.appending(name)) else { continue }
                let begins = directory.beginning(of: name, count: 64).map(OpenPGPMessage.begins)
                let last = String(name.dropLast(PasswordStoreTree.suffix.count))
                entries.append(
                    PasswordStoreFacts.Entry(
                        username: (user + [last]).joined(separator: "/"),
                        state: kind == .link ? .link : begins == false ? .damaged : .usable,
                        modified: status.modificationTime,
                        version: status.versionText
                    )
                )
            default: continue
            }
        }
    }

    /// Marks conflict copies; without its original, a file of such a name is a user's entry.
    private static func separateConflicts(_ entries: inout [PasswordStoreFacts.Entry]) {
        let names = Set(entries.filter { $0.state == .usable }.map(\.username))
        for index in entries.indices where entries[index].state == .usable {
            guard let original = SyncConflict.original(of: entries[index].username), names.contains(original) else {
                continue
            }
            entries[index].state = .conflict
        }
    }
}
