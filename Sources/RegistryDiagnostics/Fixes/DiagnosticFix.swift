internal import RegistryCredentials

/// A change that fixes a finding.
///
/// It applies to what the examination found, and to nothing else. If that has changed meanwhile,
/// ``apply(mayUseTerminal:)`` fails and changes nothing.
public struct DiagnosticFix: Sendable, Equatable {
    enum Change: Sendable, Equatable {
        case file(FileChange)
        case plaintext(PlaintextMove)
        case keyringItems(KeyringItemsRemoval)
        case passwordStoreUsers(PasswordStoreUsersRemoval)
    }

    /// What is changed: the path of a file or directory, or words such as `the keyring's items for ghcr.io`.
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
        case .plaintext(let move): move.diff(of: subject)
        case .keyringItems(let removal): removal.diff
        case .passwordStoreUsers(let removal): removal.diff
        }
    }

    /// Makes the change.
    ///
    /// A change that is interrupted loses nothing, and the next one goes on.
    ///
    /// - Parameter mayUseTerminal: Whether a helper that stores a credential may ask for a passphrase on the terminal of
    ///   this process.
    /// - Throws: An error whose description says what failed. A change of a single file was then not made.
    public func apply(mayUseTerminal: Bool = false) async throws {
        switch change {
        case .file(let change): try await change.apply(to: subject)
        case .plaintext(let move): try await move.apply(mayUseTerminal: mayUseTerminal)
        case .keyringItems(let removal): try await BlockingWork.run(removal.apply)
        case .passwordStoreUsers(let removal): try await BlockingWork.run(removal.apply)
        }
    }
}
