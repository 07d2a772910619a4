import Glibc
import SystemPackage

/// A directory for one test, which is removed afterwards.
struct TemporaryDirectory: ~Copyable {
    let path: FilePath

    init() throws {
        var template = Array("/tmp/conformance-tests.XXXXXX".utf8CString)
        let name = unsafe template.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) }.map { unsafe String(cString: $0) }
        }
        guard let name else { throw Errno(rawValue: errno) }
        path = FilePath(name)
    }

    deinit { _ = try? run("/bin/rm", ["-rf", path.string], environment: [:]) }

    /// Writes an executable file.
    ///
    /// Another process writes it. If this process had the file open for writing, a child that another test starts at
    /// that moment would inherit the descriptor until its exec, and executing the file would fail ("text file busy").
    func write(_ text: String, to name: String) throws -> FilePath {
        let file = path.appending(name)
        let arguments = ["-c", #"cat >"$1" && chmod 700 "$1""#, "sh", file.string]
        try run("/bin/sh", arguments, environment: ["PATH": "/usr/bin:/bin"], input: Array(text.utf8))
        return file
    }
}
