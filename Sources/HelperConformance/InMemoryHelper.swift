public import HelperProtocol
internal import Synchronization

/// A helper that keeps everything in memory: the shortest honest implementation of the four verbs.
///
/// It stands in for a real helper where a session is tested, and shows what `CredentialHelper` asks for.
public final class InMemoryHelper: CredentialHelper, Sendable {
    private let entries = Mutex<[ServerURL: Credentials]>([:])

    /// Makes an empty store.
    public init() {}

    /// Keeps the credentials in the place of all others for their server.
    ///
    /// - Parameter credentials: What to keep.
    /// - Throws: Nothing; the protocol's error type is there for stores that can fail.
    public func store(_ credentials: Credentials) throws(HelperError) {
        entries.withLock { $0[credentials.server] = credentials }
    }

    /// Looks the credentials of one server up.
    ///
    /// - Parameter server: The key, byte for byte.
    /// - Returns: What was stored last under that key.
    /// - Throws: `HelperError.credentialsNotFound` if nothing was.
    public func get(_ server: ServerURL) throws(HelperError) -> Credentials {
        guard let found = entries.withLock({ $0[server] }) else { throw .credentialsNotFound }
        return found
    }

    /// Forgets the credentials of one server.
    ///
    /// - Parameter server: The key, byte for byte.
    /// - Throws: `HelperError.credentialsNotFound` if there are none, which the session turns into success.
    public func erase(_ server: ServerURL) throws(HelperError) {
        guard entries.withLock({ $0.removeValue(forKey: server) }) != nil else { throw .credentialsNotFound }
    }

    /// Names every server and its user.
    ///
    /// - Returns: The users by server.
    /// - Throws: Nothing; see ``store(_:)``.
    public func list() throws(HelperError) -> [ServerURL: String] {
        entries.withLock { $0.mapValues(\.username) }
    }
}
