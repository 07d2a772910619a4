import PasswordStoreFormat

/// The entries that another program with pass's interface lists, as `FOLDER/BASE64/USER`.
///
/// gopass has `ls --flat`, one whole name a line. pass has only `ls`, a tree that tree(1) draws: each level is indented
/// by four columns, of which the last three are the branch, in line characters or, in the C locale, in ASCII.
struct PassListing: Equatable {
    /// The users of each directory, in the order in which they were listed.
    private(set) var users: [String: [String]] = [:]
    /// Whether names are listed whole, and not drawn.
    let isFlat: Bool

    /// Reads what `ls --flat` prints.
    init(flat output: [UInt8]) {
        isFlat = true
        for line in Self.lines(output) { add(line) }
    }

    /// Reads what `ls FOLDER` prints: the folder on the first line, its content as a tree below it.
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
        // A directory without an entry is drawn like an entry, but higher up.
        guard parts.count == 3, parts[0] == PasswordStoreTree.folder, !parts[2].isEmpty else { return }
        users[parts[1], default: []].append(parts[2])
    }

    /// The lines without the sequences that set colours, ESC [ … m, which pass prints even into a pipe.
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

    /// How deep a line is, and what it names; nil for a line that is not in the tree.
    private static func branch(_ line: String) -> (depth: Int, name: String)? {
        // By scalars, as U+00A0 and a combining mark at the beginning of a name are one character to String.
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

    /// What tree(1) draws between a link and where it leads to.
    private static let arrow = " -> "

    /// Whether a user name can be told from a link in a tree.
    static func isShownByTree(_ username: String) -> Bool { username.firstRange(of: arrow) == nil }

    private static func withoutLinkTarget(_ name: String) -> String {
        guard let arrow = name.firstRange(of: arrow) else { return name }
        return String(name[..<arrow.lowerBound])
    }
}
