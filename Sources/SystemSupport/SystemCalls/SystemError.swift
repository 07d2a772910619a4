package import SystemPackage

/// Something that the operating system would not do: what was tried, on what, and why not.
package struct SystemError: Error, Sendable, Equatable {
    /// The kind of failure, for callers that decide by it.
    package let code: Code
    /// What was tried, as the words after "cannot": `read`, `lock`.
    package let operation: String
    /// What it was tried on.
    package let path: FilePath?
    /// What the system answered, where the failure is the system's and not a rule of ours.
    package let errno: Errno?
    /// The reason in plain words.
    package let reason: String

    /// A failure by a rule of ours.
    package init(_ code: Code, _ operation: String, _ path: FilePath? = nil, because reason: String) {
        self.init(code: code, operation: operation, path: path, errno: nil, reason: reason)
    }

    /// A failure that the system reported.
    package init(_ errno: Errno, _ operation: String, _ path: FilePath? = nil) {
        self.init(
            code: Code(errno),
            operation: operation,
            path: path,
            errno: errno,
            reason: Self.plainWords(for: errno)
        )
    }

    private init(code: Code, operation: String, path: FilePath?, errno: Errno?, reason: String) {
        self.code = code
        self.operation = operation
        self.path = path
        self.errno = errno
        self.reason = reason
    }
}

extension SystemError: CustomStringConvertible {
    /// One line: "cannot WHAT PATH: WHY".
    package var description: String {
        let subject = path.map { " " + Self.printable($0.string) } ?? ""
        return "cannot \(operation)\(subject): \(Self.printable(reason))"
    }

    /// `text` with control characters written out: a file name with a newline must not make two lines of a message.
    private static func printable(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return text }
        return text.unicodeScalars.map { scalar in
            guard scalar.value < 0x20 || scalar.value == 0x7F else { return String(scalar) }
            return "\\x" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
        }.joined()
    }

    private static func plainWords(for errno: Errno) -> String {
        switch errno {
        case .noSuchFileOrDirectory: "it does not exist"
        case .permissionDenied, .notPermitted: "permission denied"
        case .noSpace: "no space left on the device"
        case .diskQuotaExceeded: "the disk quota is used up"
        case .readOnlyFileSystem: "the file system is read-only"
        case .isDirectory: "it is a directory"
        case .notDirectory: "a part of the path is not a directory"
        case .fileExists: "it exists already"
        case .tooManySymbolicLinkLevels: "too many symbolic links"
        case .fileTooLarge: "the file would grow too large"
        case .execFormatError: "it is not a program for this machine, or a script without a #! line"
        default: errno.description
        }
    }
}

/// Does `body` and reports what the system refuses as a failure to `operation` on `path`.
@discardableResult
func reporting<Value: ~Copyable>(
    _ operation: String,
    _ path: FilePath? = nil,
    _ body: () throws(Errno) -> Value
) throws(SystemError) -> Value {
    do {
        return try body()
    } catch {
        throw SystemError(error, operation, path)
    }
}
