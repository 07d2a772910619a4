public import RegistryCredentials

/// A store, and its name in reports.
public struct NamedStore: Sendable {
    /// The name, such as the path of a file or the name of a helper.
    public let name: String

    /// The store.
    public let store: any CredentialStore

    /// Creates a named store.
    ///
    /// - Parameters:
    ///   - name: The name, such as the path of a file or the name of a helper.
    ///   - store: The store.
    public init(_ name: String, _ store: any CredentialStore) {
        self.name = name
        self.store = store
    }
}
