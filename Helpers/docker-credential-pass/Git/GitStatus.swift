/// The output of `git status --porcelain -z --no-renames`: the paths that differ from the last commit.
struct GitStatus: Equatable {
    /// The paths relative to the repository's root, as bytes.
    let paths: [[UInt8]]

    init(parsing output: [UInt8]) {
        // Two letters for the index and the working tree, a blank, and the path up to a NUL.
        paths = output.split(separator: 0).filter { $0.count > 3 }.map { Array($0.dropFirst(3)) }
    }

    /// Returns the names in a directory at or below which something differs.
    ///
    /// - Parameter directory: A path relative to the repository's root; empty for the root.
    /// - Returns: The names in sorted order, without duplicates.
    func names(below directory: String) -> [String] {
        let prefix = directory.isEmpty ? [] : Array(directory.utf8) + [UInt8(ascii: "/")]
        var names: Set<String> = []
        for path in paths where path.starts(with: prefix) {
            let name = path.dropFirst(prefix.count).prefix { $0 != UInt8(ascii: "/") }
            // A name that is not UTF-8 is not that of a server.
            if let name = String(validating: name, as: UTF8.self) { names.insert(name) }
        }
        return names.sorted()
    }
}
