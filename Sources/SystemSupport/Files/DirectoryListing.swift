package import SystemPackage

/// The names in a directory.
package enum DirectoryListing {
    /// Returns the names in a directory.
    ///
    /// - Parameter directory: The directory.
    /// - Returns: The names in bytewise order, without `.`, `..` and names that are not UTF-8.
    /// - Throws: ``SystemError`` if the directory does not exist or cannot be read.
    package static func names(in directory: FilePath) throws(SystemError) -> [String] {
        guard let stream = unsafe directory.withPlatformString({ unsafe opendir($0) }) else {
            throw SystemError(Errno(rawValue: errno), "read the directory", directory)
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                    unsafe String(validatingCString: $0)
                }
            }
            if let name, name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
