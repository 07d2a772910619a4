internal import Codecs
import PasswordStoreFormat

/// The entries `FOLDER/BASE64/USER` that another program with pass's interface lists.
///
/// gopass has `ls --flat`, with one whole name per line. pass has only `ls`, which prints the output of tree(1): each level
/// is indented by four columns with the branches, in line-drawing characters or, in the C locale, in ASCII.
struct PassListing: Equatable {
    /// The users in each server's directory, in the order of the listing.
    private(set) var users: [String: [String]] = [:]
    /// Whether the listing has whole names and is not a tree.
    let isFlat: Bool

    /// Reads the output of `ls --flat`.
    init(flat output: [UInt8]) {
        isFlat = true
        for line in Self.lines(output) { add(line) }
    }

    /// Reads the output of `ls FOLDER`: the folder's name, then its content as a tree.
    init(tree output: [UInt8]) {
        isFlat = false
        var path: [String] = []
        var isLeaf = false
        for line in Self.lines(output) {
            guard let (depth, name) = Self.branch(line) else { continue }
            if isLeaf, depth <= path.count { add(([PasswordStoreTree.folder] + path).joined(separator: "/")) }
            path = path.prefix(depth - 1) + [name]
            isLeaf = true
        }
        if isLeaf { add(([PasswordStoreTree.folder] + path).joined(separator: "/")) }
    }

    private mutating func add(_ name: String) {
        let parts = name.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        // An empty directory looks like an entry, but is one level higher.
        guard parts.count == 3, parts[0] == PasswordStoreTree.folder, !parts[2].isEmpty else { return }
        users[parts[1], default: []].append(parts[2])
    }

    /// Returns the lines without escape sequences for colours (ESC [ … m), which pass prints even into a pipe.
    private static func lines(_ output: [UInt8]) -> [String] {
        var plain: [UInt8] = []
        var rest = output[...]
        while let byte = rest.popFirst() {
            guard byte == 0x1B, rest.first == UInt8(ascii: "[") else {
                plain.append(byte)
                continue
            }
            rest = rest.drop { $0 != UInt8(ascii: "m") && $0 != UInt8(ascii: "\n") }
            if rest.first == UInt8(ascii: "m") { rest.removeFirst() }
        }
        return plain.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Returns the depth and the name in a line; nil for a line that is not part of the tree.
    private static func branch(_ line: String) -> (depth: Int, name: String)? {
        // By scalars: U+00A0 and a combining mark at the beginning of a name are one Character.
        let scalars = Array(line.unicodeScalars)
        var column = 0
        while column + 4 <= scalars.count {
            let text = String(String.UnicodeScalarView(scalars[column..<column + 4]))
            column += 4
            switch text {
            case "├── ", "└── ", "|-- ", "`-- ", "+-- ":
                let name = String(String.UnicodeScalarView(scalars[column...]))
                return (column / 4, Self.withoutLinkTarget(name))
            case "│   ", "│\u{A0}\u{A0} ", "|   ", "    ": continue
            default: return nil
            }
        }
        return nil
    }

    /// The text between a link and its target in the output of tree(1).
    private static let arrow = " -> "

    /// Whether a user name does not look like a link in a tree.
    static func isShownByTree(_ username: String) -> Bool { !username.contains(bytesOf: arrow) }

    private static func withoutLinkTarget(_ name: String) -> String {
        guard let arrow = name.firstRange(ofBytes: arrow) else { return name }
        return String(name[..<arrow.lowerBound])
    }
}
