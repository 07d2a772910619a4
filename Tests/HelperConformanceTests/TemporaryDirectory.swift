import Glibc
import SystemPackage

/// A directory that is there for one test.
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
    func write(_ text: String, to name: String) throws -> FilePath {
        let file = path.appending(name)
        let descriptor = try FileDescriptor.open(
            file,
            .writeOnly,
            options: [.create, .truncate, .closeOnExec],
            permissions: .ownerReadWriteExecute
        )
        try descriptor.closeAfter { _ = try descriptor.writeAll(text.utf8) }
        return file
    }
}
