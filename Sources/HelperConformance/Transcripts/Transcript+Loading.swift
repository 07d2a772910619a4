public import SystemPackage
internal import SystemSupport

extension Transcript {
    /// Reads a transcript from a file.
    ///
    /// - Parameter path: The file, whose name appears in messages.
    /// - Throws: ``TranscriptError`` if the content is invalid, or `Errno` if the file cannot be read.
    public init(contentsOf path: FilePath) throws {
        let file = try FileDescriptor.open(path, .readOnly)
        let bytes = try file.closeAfter {
            var bytes: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = try unsafe chunk.withUnsafeMutableBytes { unsafe try file.read(into: $0) }
                if count == 0 { return bytes }
                bytes += chunk.prefix(count)
            }
        }
        try self.init(parsing: bytes, file: path.string)
    }

    /// Reads all files of a directory whose names end in `.transcript`.
    ///
    /// - Parameter directory: The directory. Its subdirectories are not searched.
    /// - Returns: The transcripts in the order of their names. The array is never empty.
    /// - Throws: ``TranscriptError`` if the content of a file is invalid, or `Errno` if a file cannot be read or there
    ///   is no transcript.
    public static func all(in directory: FilePath) throws -> [Transcript] {
        guard let stream = unsafe opendir(directory.string) else { throw Errno(rawValue: errno) }
        defer { unsafe _ = closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name.hasSuffix(".transcript") { names.append(name) }
        }
        // A directory without transcripts is probably a wrong path, and a test that plays nothing proves nothing.
        guard !names.isEmpty else { throw Errno.noSuchFileOrDirectory }
        return try names.sorted().map { try Transcript(contentsOf: directory.appending($0)) }
    }
}
