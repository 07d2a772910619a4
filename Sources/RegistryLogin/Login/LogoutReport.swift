public import RegistryCredentials

/// The result of a logout, store by store.
public struct LogoutReport: Sendable {
    /// A store and what was removed from it.
    public struct Entry: Sendable {
        /// The name of the store.
        public let store: String
        /// The entries that are gone, those of paths that stay, and what failed.
        public let report: DeletionReport
    }

    /// The stores, in the order in which they were given.
    public let entries: [Entry]

    /// Whether no store has a credential of the registry any more.
    public var isComplete: Bool { entries.allSatisfy { $0.report.failure == nil } }

    /// The names of the stores from which something was removed.
    public var removedFrom: [String] { entries.filter { !$0.report.removed.isEmpty }.map(\.store) }
}
