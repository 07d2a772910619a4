/// A change that fixes a finding.
///
/// It applies to what the examination found, and to nothing else: if that has changed meanwhile, ``apply()`` fails and
/// changes nothing.
public struct DiagnosticFix: Sendable, Equatable {
    enum Change: Sendable, Equatable {
        case file(FileChange)
    }

    /// What is changed: the path of a file or directory, or a name such as `keyring`.
    ///
    /// Of several fixes with the same subject, one can be applied; the others need a new examination.
    public let subject: String

    private let change: Change

    init(_ subject: String, _ change: Change) {
        self.subject = subject
        self.change = change
    }

    /// The change for a person to read: removed (`-`) and added (`+`) lines, or commands that do the same.
    ///
    /// Values that may be secrets are shown as `"…"`.
    public var diff: [String] {
        switch change {
        case .file(let change): change.diff(of: subject)
        }
    }

    /// Makes the change.
    ///
    /// - Throws: An error whose description says what failed; the subject is then unchanged.
    public func apply() async throws {
        switch change {
        case .file(let change): try await change.apply(to: subject)
        }
    }
}
