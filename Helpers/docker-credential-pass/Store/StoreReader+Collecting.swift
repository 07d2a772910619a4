import PasswordStoreFormat
import SystemPackage
import SystemSupport

extension StoreReader {
    /// Collects the entries below a directory; files that `store` could not have written are foreign.
    func collect(
        _ directory: OpenDirectory,
        user: [String],
        into content: inout ServerContent
    ) throws(Errno) {
        var entries = try directory.entries()
        if entries.count > 1 { entries.sort { ($0.name ?? "") < ($1.name ?? "") } }
        for (name, kind) in entries {
            guard let name, !PasswordStoreTree.hasControlCharacters(name) else {
                content.foreign.append((user + [name ?? "a name that is not UTF-8"]).joined(separator: "/"))
                continue
            }
            let isLinkToFile = kind == .link && leadsToFileInside(content.name, user + [name])
            switch isLinkToFile ? .file : kind {
            case .directory where PasswordStoreTree.canBeInside(name, depth: user.count + 1):
                guard let inner = try directory.open(name) else { continue }
                try collect(inner, user: user + [name], into: &content)
            case .file where name.hasSuffix(PasswordStoreTree.suffix) && name != PasswordStoreTree.suffix:
                let last = String(name.dropLast(PasswordStoreTree.suffix.count))
                let username = user.isEmpty ? last : (user + [last]).joined(separator: "/")
                let entry = StoreEntry(username: username, directory: content.name, folder: folder)
                // A file that cannot be read is an entry: the error comes when it is used.
                if directory.beginning(of: name, count: 64).map(OpenPGPMessage.begins) ?? true {
                    content.entries.append(entry)
                } else {
                    content.damaged.append(entry)
                }
            default:
                if !Self.isKnown(name) { content.foreign.append((user + [name]).joined(separator: "/")) }
            }
        }
    }

    /// Links to directories are not followed here, because they may form a loop.
    private func leadsToFileInside(_ directory: String, _ components: [String]) -> Bool {
        let link = components.reduce(folder.appending(directory)) { $0.appending($1) }
        return leadsInside(link) && (try? FileStatus(of: link))?.kind == .regular
    }
}
