public import RegistryCredentials

/// The result of a logout, for each store.
public struct LogoutReport: Sendable {
    /// A store, and the result of the deletion from it.
    public struct Entry: Sendable {
        /// The name of the store.
        public let store: String
        /// The removed entries, the remaining entries for paths, and the failure if there was one.
        public let report: DeletionReport
    }

    /// The stores, in the order in which they were given.
    public let entries: [Entry]

    /// Whether no store has a credential for the registry any more.
    public var isComplete: Bool { entries.allSatisfy { $0.report.failure == nil } }

    /// The names of the stores from which something was removed.
    public var removedFrom: [String] { entries.filter { !$0.report.removed.isEmpty }.map(\.store) }
}
