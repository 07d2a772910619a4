/// What `git status --porcelain -z --no-renames` says: the paths that are not as in the last commit.
struct GitStatus: Equatable {
    /// The paths from the top of the repository, byte for byte.
    let paths: [[UInt8]]

    init(parsing output: [UInt8]) {
        // Two letters for the index and the working tree, a blank, and the path up to a NUL.
        paths = output.split(separator: 0).filter { $0.count > 3 }.map { Array($0.dropFirst(3)) }
    }

    /// The first names of the paths below a directory, each of them once.
    ///
    /// - Parameter directory: A path from the top of the repository; empty for the top itself.
    /// - Returns: The names, sorted.
    func names(below directory: String) -> [String] {
        let prefix = directory.isEmpty ? [] : Array(directory.utf8) + [UInt8(ascii: "/")]
        var names: Set<String> = []
        for path in paths where path.starts(with: prefix) {
            let name = path.dropFirst(prefix.count).prefix { $0 != UInt8(ascii: "/") }
            // A name that is not UTF-8 stands for no server.
            if let name = String(validating: name, as: UTF8.self) { names.insert(name) }
        }
        return names.sorted()
    }
}
