/// What a list says of an entry: where it is for and who, without a secret.
public struct StoredEntry: Sendable, Equatable {
    /// The key as it is in the file, which in rare files holds user information.
    public let key: String
    /// The user; nil if there is none, as beside some tokens, or if the entry is damaged.
    public let username: String?
    /// Why the entry cannot be read; nil if it can.
    public let problem: CredentialStoreError?

    init(key: String, username: String?, problem: CredentialStoreError?) {
        self.key = key
        self.username = username
        self.problem = problem
    }
}
