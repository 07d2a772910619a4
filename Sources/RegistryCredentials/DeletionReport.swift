/// The result of a deletion: the entries that a store removed, and why it failed if it did.
public struct DeletionReport: Sendable, Equatable {
    /// The removed entries: the file or the helper program, and the key.
    public var removed: [CredentialStoreError.Place]

    /// Entries for paths of the same host, which are separate credentials and were not removed.
    public var remaining: [CredentialStoreError.Place]

    /// Why the credential may not have been removed; nil if the store no longer has it.
    public var failure: CredentialStoreError?

    /// Creates a report.
    ///
    /// - Parameters:
    ///   - removed: The removed entries.
    ///   - remaining: Entries for paths of the same host, which were not removed.
    ///   - failure: Why the credential may not have been removed.
    public init(
        removed: [CredentialStoreError.Place] = [],
        remaining: [CredentialStoreError.Place] = [],
        failure: CredentialStoreError? = nil
    ) {
        self.removed = removed
        self.remaining = remaining
        self.failure = failure
    }

    /// Combines two reports; the first failure is kept.
    static func + (one: Self, other: Self) -> Self {
        Self(
            removed: one.removed + other.removed,
            remaining: one.remaining + other.remaining,
            failure: one.failure ?? other.failure
        )
    }
}
