/// What a store removed for a registry, and what it could not remove.
public struct DeletionReport: Sendable, Equatable {
    /// The entries that are gone: the file or the helper program, and the key.
    public var removed: [CredentialStoreError.Place]

    /// Entries for paths of the same host, which are other credentials and were left alone.
    public var remaining: [CredentialStoreError.Place]

    /// Why the credential may still be there; nil if the store has none any more.
    public var failure: CredentialStoreError?

    /// Describes a deletion.
    ///
    /// - Parameters:
    ///   - removed: The entries that are gone.
    ///   - remaining: Entries for paths of the same host, which were left alone.
    ///   - failure: Why the credential may still be there.
    public init(
        removed: [CredentialStoreError.Place] = [],
        remaining: [CredentialStoreError.Place] = [],
        failure: CredentialStoreError? = nil
    ) {
        self.removed = removed
        self.remaining = remaining
        self.failure = failure
    }

    /// The two together; the first failure is kept.
    static func + (one: Self, other: Self) -> Self {
        Self(
            removed: one.removed + other.removed,
            remaining: one.remaining + other.remaining,
            failure: one.failure ?? other.failure
        )
    }
}
