public import HelperProtocol
internal import Synchronization

/// A helper that stores credentials in memory: the shortest correct implementation of the four actions.
///
/// Use it in tests of a session, or as an example of what `CredentialHelper` requires.
public final class InMemoryHelper: CredentialHelper, Sendable {
    private let entries = Mutex<[ServerURL: Credentials]>([:])

    /// Creates an empty store.
    public init() {}

    /// Stores credentials, and replaces all others for the same server.
    ///
    /// - Parameter credentials: The credentials to store.
    /// - Throws: Nothing. The protocol's error type is for stores that can fail.
    public func store(_ credentials: Credentials) throws(HelperError) {
        entries.withLock { $0[credentials.server] = credentials }
    }

    /// Returns the credentials for a server.
    ///
    /// - Parameter server: The key, which is compared byte for byte.
    /// - Returns: The credentials that were last stored under the key.
    /// - Throws: `HelperError.credentialsNotFound` if there are none.
    public func get(_ server: ServerURL) throws(HelperError) -> Credentials {
        guard let found = entries.withLock({ $0[server] }) else { throw .credentialsNotFound }
        return found
    }

    /// Removes the credentials for a server.
    ///
    /// - Parameter server: The key, which is compared byte for byte.
    /// - Throws: `HelperError.credentialsNotFound` if there are none, which the session reports as success.
    public func erase(_ server: ServerURL) throws(HelperError) {
        guard entries.withLock({ $0.removeValue(forKey: server) }) != nil else { throw .credentialsNotFound }
    }

    /// Returns the username for every server.
    ///
    /// - Returns: The usernames by server.
    /// - Throws: Nothing. See ``store(_:)``.
    public func list() throws(HelperError) -> [ServerURL: String] {
        entries.withLock { $0.mapValues(\.username) }
    }
}
