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
            reason: errno.reason
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
        let subject = path.map { " \($0.escapedForDisplay)" } ?? ""
        return "cannot \(operation)\(subject): \(reason.escapedForDisplay)"
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
