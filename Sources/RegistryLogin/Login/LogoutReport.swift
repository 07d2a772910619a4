/// What a logout did, store by store.
public struct LogoutReport: Sendable {
    /// What became of the credential in one store.
    public enum Result: Sendable {
        /// There was none.
        case absent
        /// It was there under these spellings of the address, and is no longer.
        case removed(spellings: [String])
        /// It may still be there, and this is why.
        case failed(any Error)
    }

    /// A store and what became of the credential there.
    public struct Entry: Sendable {
        /// The name of the store.
        public let store: String
        /// What became of the credential.
        public let result: Result
    }

    /// The stores, in the order in which they were given.
    public let entries: [Entry]

    /// Whether no store answers for the registry any more.
    public var isComplete: Bool { !entries.contains { if case .failed = $0.result { true } else { false } } }

    /// The names of the stores from which something was removed.
    public var removedFrom: [String] {
        entries.compactMap { if case .removed = $0.result { $0.store } else { nil } }
    }
}
