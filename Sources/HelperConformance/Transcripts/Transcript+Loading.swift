public import SystemPackage
internal import SystemSupport

extension Transcript {
    /// Reads a transcript from a file.
    ///
    /// - Parameter path: The file, which messages then name.
    /// - Throws: ``TranscriptError`` for what is in the file, `Errno` for a file that cannot be read.
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
    /// - Parameter directory: The directory; what lies below it is not looked at.
    /// - Returns: The transcripts by the order of their names; never none.
    /// - Throws: ``TranscriptError`` for what is in a file, `Errno` for what cannot be read, or if there is no transcript.
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
        // A directory without any is a wrong path, and a test that plays nothing proves nothing.
        guard !names.isEmpty else { throw Errno.noSuchFileOrDirectory }
        return try names.sorted().map { try Transcript(contentsOf: directory.appending($0)) }
    }
}
