/// The credentials that a migration would move, without a secret.
public struct MigrationPlan: Sendable {
    /// One credential.
    public struct Item: Sendable, Equatable {
        /// The key in the source.
        ///
        /// It may contain user information.
        public let key: String
        /// The user name; nil if the secret is a token or the user is unknown.
        public let username: String?
        /// The path of the file, or the file name of the helper program.
        public let source: String
        /// The path of the file, or the file name of the helper program.
        ///
        /// It equals ``source`` if the credential stays in a helper that another file will name too.
        public let target: String
        /// The user name that the target cannot store with an identity token; nil if nothing is omitted.
        public let omittedUsername: String?

        init(
            key: String,
            username: String?,
            source: String,
            target: String,
            omittedUsername: String? = nil
        ) {
            self.key = key
            self.username = username
            self.source = source
            self.target = target
            self.omittedUsername = omittedUsername
        }

        /// Identifies the item within a plan.
        var id: [[UInt8]] { [Array(source.utf8), Array(key.utf8)] }

        /// Compares text byte for byte rather than by Unicode equivalence.
        public static func == (one: Self, other: Self) -> Bool {
            one.id == other.id && one.target.utf8.elementsEqual(other.target.utf8)
                && one.username.map { Array($0.utf8) } == other.username.map { Array($0.utf8) }
        }
    }

    /// The credentials that will be moved, in the order of the source.
    public var items: [Item] { entries.filter { $0.obstacle == nil }.map(\.item) }

    /// The credentials that will stay, with the reason.
    public var remaining: [MigrationReport.RemainingItem] {
        entries.compactMap { entry in entry.obstacle.map { .init(item: entry.item, error: $0) } }
    }

    /// The settings that will change if every item is moved, such as `credsStore = "file" in PATH`.
    public let settings: [String]

    /// Whether the source is removed after a credential was moved.
    public let removesSource: Bool

    /// Whether there is nothing to do: no credential to move and no setting to change.
    public var isEmpty: Bool { items.isEmpty && settings.isEmpty }

    /// Whether a config file had this content when the plan was made.
    package func isMade(from content: [UInt8]) -> Bool { versions.contains { $0.bytes == content } }

    let entries: [MigrationEntry]
    let versions: [FileVersion]

    init(entries: [MigrationEntry], settings: [String], removesSource: Bool, versions: [FileVersion]) {
        self.entries = entries
        self.settings = settings
        self.removesSource = removesSource
        self.versions = versions
    }
}
