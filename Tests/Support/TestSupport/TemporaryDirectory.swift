package import SystemPackage

/// A directory for one test, which is removed with its last reference.
package final class TemporaryDirectory: Sendable {
    package let path: FilePath

    /// Creates a directory with mode 0700.
    ///
    /// - Parameter parent: The parent directory, for tests that need a certain file system.
    /// - Throws: ``ScriptFailure`` if the directory cannot be created.
    package init(in parent: FilePath = "/tmp") throws {
        path = FilePath(try Shell.run("mktemp --directory \(parent.appending("test.XXXXXX"))"))
    }

    deinit {
        // Without a name that was read: a test that removes it itself has nothing to remove here.
        _ = try? Shell.run("rm -rf '\(path)'")
    }

    /// Returns the path of a file in the directory.
    package func file(_ name: String) -> FilePath { path.appending(name) }

    /// Runs a script in the directory, and returns its output without the last line feed.
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
    /// Another process writes it. If this process had the file open for writing, a child that another test starts at
    /// that moment would inherit the descriptor until its exec, and executing the file would fail ("text file busy").
    package func executable(_ name: String, _ text: String) throws -> FilePath {
        try shell("cat > '\(name)'; chmod 700 '\(name)'", input: Array(text.utf8))
        return file(name)
    }
}
