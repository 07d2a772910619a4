public import RegistryCredentials

/// A store, with the name that people know it by.
public struct NamedStore: Sendable {
    /// What to call it: the path of a file, the name of a helper.
    public let name: String

    /// The store.
    public let store: any CredentialStore

    /// Gives a store a name.
    ///
    /// - Parameters:
    ///   - name: What to call it.
    ///   - store: The store.
    public init(_ name: String, _ store: any CredentialStore) {
        self.name = name
        self.store = store
    }
}
