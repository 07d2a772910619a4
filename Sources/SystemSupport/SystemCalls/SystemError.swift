package import SystemPackage

/// A failed system operation: what was tried, on which path, and why it failed.
package struct SystemError: Error, Sendable, Equatable {
    /// The kind of failure.
    package let code: Code
    /// The operation, as the words after "cannot": `read`, `lock`.
    package let operation: String
    /// The path of the operation.
    package let path: FilePath?
    /// The system's error, or nil if this package refused the operation itself.
    package let errno: Errno?
    /// The reason as text.
    package let reason: String

    /// Creates an error for an operation that this package refuses.
    package init(_ code: Code, _ operation: String, _ path: FilePath? = nil, because reason: String) {
        self.init(code: code, operation: operation, path: path, errno: nil, reason: reason)
    }

    /// Creates an error from a system error.
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
    /// One line: "cannot OPERATION PATH: REASON".
    package var description: String {
        let subject = path.map { " \($0.escapedForDisplay)" } ?? ""
        return "cannot \(operation)\(subject): \(reason.escapedForDisplay)"
    }
}

/// Calls a closure and converts its error to a ``SystemError`` for this operation and path.
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
