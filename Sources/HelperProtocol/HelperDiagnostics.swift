internal import SystemSupport

/// A destination for lines that a helper writes to the user, usually standard error.
///
/// No line may contain a secret. Clients pass standard error through to the user. Standard output is reserved for the
/// protocol.
public struct HelperDiagnostics: Sendable {
    private let isTracing: Bool
    private let write: @Sendable (String) -> Void

    /// Creates a destination.
    ///
    /// - Parameters:
    ///   - isTracing: Whether ``trace(_:)`` writes anything.
    ///   - write: Receives one line, without its line feed.
    public init(isTracing: Bool, write: @escaping @Sendable (String) -> Void) {
        self.isTracing = isTracing
        self.write = write
    }

    /// A destination that discards everything.
    public static let silent = HelperDiagnostics(isTracing: false) { _ in }

    /// Writes something that the user should know, such as an entry that was skipped or a key that was created.
    ///
    /// - Parameter note: One sentence, without a secret.
    public func note(_ note: String) {
        write(note.escapedForProtocol)
    }

    /// Writes a step to the debug trace.
    ///
    /// - Parameter step: A few words, without a secret. Evaluated only if tracing is on.
    public func trace(_ step: @autoclosure () -> String) {
        if isTracing { write("debug: \(step().escapedForProtocol)") }
    }
}
