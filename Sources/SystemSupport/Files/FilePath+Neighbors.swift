package import SystemPackage

/// Paths of neighboring files, computed as bytes, so that names need not be UTF-8.
///
/// The components of `FilePath` would take a short-lived program a tenth of its run time, for generic metadata. Their
/// `string` replaces invalid UTF-8, which would name another file.
extension FilePath {
    /// The directory of the file, or `.` for a bare name.
    package var parentDirectory: FilePath {
        unsafe withPlatformString { text in
            guard let separator = unsafe strrchr(text, Self.separator) else { return "." }
            let length = unsafe separator - UnsafeMutablePointer(mutating: text)
            return length == 0 ? "/" : unsafe FilePath(UnsafeBufferPointer(start: text, count: length))
        }
    }

    /// Returns the path of `PREFIX` `NAME` `SUFFIX` in the same directory, or nil if this path does not end in a file
    /// name.
    package func neighbor(prefix: String = "", suffix: String) -> FilePath? {
        unsafe withPlatformString { text in
            let separator = unsafe strrchr(text, Self.separator)
            let nameStart = unsafe separator.map { unsafe $0 - UnsafeMutablePointer(mutating: text) + 1 } ?? 0
            let path = unsafe UnsafeBufferPointer(start: text, count: strlen(text))
            let name = unsafe path[nameStart...]
            let dot = CChar(bitPattern: UInt8(ascii: "."))
            guard unsafe !name.isEmpty, unsafe !name.elementsEqual([dot]), unsafe !name.elementsEqual([dot, dot]) else {
                return nil
            }
            let before = unsafe path[..<nameStart] + prefix.utf8.map(CChar.init(bitPattern:))
            return FilePath(unsafe before + name + suffix.utf8.map(CChar.init(bitPattern:)))
        }
    }

    private static let separator = CInt(UInt8(ascii: "/"))

    /// Creates a path from bytes without a NUL.
    init(_ bytes: some Sequence<CChar>) {
        // A variable is needed: an expression would be passed as a pointer.
        let text = Array(bytes) + [0]
        self.init(platformString: text)
    }
}
