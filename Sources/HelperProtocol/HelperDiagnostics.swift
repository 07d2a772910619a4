internal import SystemSupport

/// Where a helper talks to the user beside the protocol: lines on standard error, which clients pass through.
///
/// No line may hold a secret. Standard output belongs to the protocol and is never written to by a helper.
public struct HelperDiagnostics: Sendable {
    private let isTracing: Bool
    private let write: @Sendable (String) -> Void

    /// Makes a destination.
    ///
    /// - Parameters:
    ///   - isTracing: Whether ``trace(_:)`` writes anything.
    ///   - write: Takes one line, without its end.
    public init(isTracing: Bool, write: @escaping @Sendable (String) -> Void) {
        self.isTracing = isTracing
        self.write = write
    }

    /// Writes nothing.
    public static let silent = HelperDiagnostics(isTracing: false) { _ in }

    /// Says something that the user should know: an entry that was left out, a key that was made.
    ///
    /// - Parameter note: One sentence, without a secret.
    public func note(_ note: String) {
        write(note.escapedForProtocol)
    }

    /// Says what is being done, for whoever looks for a fault.
    ///
    /// - Parameter step: A few words, without a secret; not evaluated unless tracing is on.
    public func trace(_ step: @autoclosure () -> String) {
        if isTracing { write("debug: \(step().escapedForProtocol)") }
    }
}
