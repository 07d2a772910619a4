package import SystemPackage

/// Paths beside a file, made from its bytes: a name that is not UTF-8 stays what it is.
///
/// `FilePath` can take itself apart too, but its components cost a short-lived program a tenth of its life in generic
/// metadata, and their `string` repairs what is not UTF-8, which would be the name of another file.
extension FilePath {
    /// The directory that the file is in, as a path to open: `.` for a bare name.
    package var parentDirectory: FilePath {
        unsafe withPlatformString { text in
            guard let separator = unsafe strrchr(text, Self.separator) else { return "." }
            let length = unsafe separator - UnsafeMutablePointer(mutating: text)
            return length == 0 ? "/" : unsafe FilePath(UnsafeBufferPointer(start: text, count: length))
        }
    }

    /// The path of `PREFIX` `NAME` `SUFFIX` in the same directory; nil if the path does not end in a file name.
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

    /// The path with these bytes, among which there is no NUL.
    init(_ bytes: some Sequence<CChar>) {
        // Its own variable: an expression here would be passed as a pointer.
        let text = Array(bytes) + [0]
        self.init(platformString: text)
    }
}
