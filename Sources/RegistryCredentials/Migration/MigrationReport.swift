/// The result of a migration.
public struct MigrationReport: Sendable, Equatable {
    /// The credentials that were moved.
    public var moved: [MigrationPlan.Item] = []

    /// The credentials that were not moved, with the reason, or whose source could not be removed.
    public var remaining: [RemainingItem] = []

    /// The settings that were changed, such as `credsStore = "file" in PATH`.
    public var settings: [String] = []

    /// Identifies the migration, to undo it; nil if no record was requested, or nothing was changed.
    public var undoID: String?

    /// Why there is no record although one was requested; nil if there is one or none is needed.
    public var recordFailure: CredentialStoreError?

    /// The copies of config files that were made before they were changed, with all of their secrets.
    public var backups: [Backup] = []

    /// A copy of a config file.
    public struct Backup: Sendable, Equatable {
        /// The path of the config file.
        public let file: String
        /// The path of the copy.
        public let copy: String
        /// The last day of the copy, such as `2026-12-03`, in UTC; the first migration after it removes the copy.
        public let lastDay: String
    }

    /// Creates a report.
    ///
    /// - Parameters:
    ///   - moved: The credentials that were moved.
    ///   - remaining: The credentials that were not moved.
    ///   - settings: The settings that were changed.
    public init(moved: [MigrationPlan.Item] = [], remaining: [RemainingItem] = [], settings: [String] = []) {
        self.moved = moved
        self.remaining = remaining
        self.settings = settings
    }

    /// A credential that was not moved.
    public struct RemainingItem: Sendable, Equatable {
        /// The credential.
        public let item: MigrationPlan.Item
        /// Why it was not moved.
        public let error: CredentialStoreError
    }
}
