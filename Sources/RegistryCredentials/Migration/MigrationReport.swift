/// The result of a migration.
public struct MigrationReport: Sendable, Equatable {
    /// The credentials that were moved.
    public var moved: [MigrationPlan.Item] = []

    /// The credentials that were not moved, with the reason, or whose source could not be removed.
    public var left: [Left] = []

    /// The settings that were changed, such as `credsStore = "file" in PATH`.
    public var settings: [String] = []

    /// Creates a report.
    ///
    /// - Parameters:
    ///   - moved: The credentials that were moved.
    ///   - left: The credentials that were not moved.
    ///   - settings: The settings that were changed.
    public init(moved: [MigrationPlan.Item] = [], left: [Left] = [], settings: [String] = []) {
        self.moved = moved
        self.left = left
        self.settings = settings
    }

    /// A credential that was not moved.
    public struct Left: Sendable, Equatable {
        /// The credential.
        public let item: MigrationPlan.Item
        /// Why it was not moved.
        public let error: CredentialStoreError
    }
}
