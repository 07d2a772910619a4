package import SystemPackage

/// A directory of its own for one test, removed with its last reference.
package final class TemporaryDirectory: Sendable {
    package let path: FilePath

    /// Makes a directory of mode 0700.
    ///
    /// - Parameter parent: Where it is made, for tests that need a certain file system.
    /// - Throws: ``ScriptFailure`` where no directory can be made.
    package init(in parent: FilePath = "/tmp") throws {
        path = FilePath(try Shell.run("mktemp --directory \(parent.appending("test.XXXXXX"))"))
    }

    deinit {
        // Without a name that was read: a test that removes it itself has nothing to remove here.
        _ = try? Shell.run("rm -rf '\(path)'")
    }

    /// The path of that name in it.
    package func file(_ name: String) -> FilePath { path.appending(name) }

    /// Runs a script in the directory and returns what it prints, without the last line end.
    @discardableResult
    package func shell(
        _ script: String,
        variables: [String: String]? = nil,
        input: [UInt8] = []
    ) throws -> String {
        try Shell.run(script, in: path, variables: variables, input: input)
    }

    /// Writes an executable file.
    ///
    /// Another process does it: were the file open for writing here, a child that another test starts at that moment
    /// would hold it open up to its own start, and the file could not be run ("text file busy").
    package func executable(_ name: String, _ text: String) throws -> FilePath {
        try shell("cat > '\(name)'; chmod 700 '\(name)'", input: Array(text.utf8))
        return file(name)
    }
}
