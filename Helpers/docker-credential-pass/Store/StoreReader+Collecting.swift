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

/// The beginning of an encrypted message: RFC 4880, sections 4.2 and 6.2.
enum OpenPGPMessage {
    private static let armor = Array("-----BEGIN PGP MESSAGE-----".utf8)

    /// Whether these are the first bytes of an encrypted message, which saves a call of gpg for other files.
    static func begins(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first else { return false }
        // The upper bit marks a packet; bit 6 tells the new format from the old, which has its tag in bits 2 to 5.
        guard first & 0x80 != 0 else { return bytes.starts(with: armor) }
        let tag = first & 0x40 != 0 ? first & 0x3F : first >> 2 & 0x0F
        // A session key, encrypted to a key or by a passphrase, or a marker before those.
        return tag == 1 || tag == 3 || tag == 10
    }
}
