package import SystemPackage

/// Finds programs by name like a shell, but only in absolute directories.
package enum ExecutableSearch {
    /// Returns the first program with this name in a given directory and in those of `PATH`.
    ///
    /// - Parameters:
    ///   - name: A file name, without a slash.
    ///   - preferred: An absolute directory to search first, or nil for `PATH` alone.
    ///   - environment: The environment that contains `PATH`. Relative entries are ignored.
    /// - Returns: The absolute path of a regular file that this user may execute.
    /// - Throws: `.invalidArgument` for a name that is empty or contains a slash, `.permissionDenied` if no file with
    ///   the name is executable, or `.notFound`.
    package static func find(
        _ name: String,
        preferring preferred: FilePath? = nil,
        in environment: ProcessEnvironment
    ) throws(SystemError) -> FilePath {
        // A longer name is not that of a file, and the cost of a path grows with the square of its length.
        guard name.utf8.count <= 255 else {
            throw SystemError(.notFound, "find the program", because: "its name is longer than 255 bytes")
        }
        guard !name.utf8.contains(0), let component = FilePath.Component(name), component.kind == .regular,
            component.string.utf8.elementsEqual(name.utf8)
        else {
            throw SystemError(
                .invalidArgument,
                "find the program",
                FilePath(String(name.prefix { $0 != "\0" })),
                because: "the name is empty or contains a slash"
            )
        }
        var refused: (path: FilePath, errno: Errno)?
        func program(in directory: FilePath) -> FilePath? {
            let path = directory.appending(component)
            do throws(Errno) {
                guard try path.status(followingLinks: true).kind == .regular else { return nil }
                try path.allowsExecution()
                return path
            } catch {
                if error == .permissionDenied, refused == nil { refused = (path, error) }
                return nil
            }
        }
        if let preferred, let path = program(in: preferred) { return path }
        for directory in environment.executableSearchPath {
            if let path = program(in: directory) { return path }
        }
        if let refused {
            throw SystemError(refused.errno, "execute", refused.path)
        }
        throw SystemError(.notFound, "find the program", FilePath(name), because: "it is not in PATH")
    }
}
