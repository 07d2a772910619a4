/// A credential helper: a store with four operations.
///
/// A helper handles one request and exits, so its methods are synchronous. They may block, but should limit each wait
/// to ``HelperSettings/timeout``. ``HelperSession`` reads requests and writes responses. An implementation reports
/// failures as ``HelperError``.
///
/// The server URL is the key and is compared byte for byte. A helper does not look up aliases of it: clients decide
/// which keys refer to the same registry.
public protocol CredentialHelper {
    /// Stores credentials, and replaces all others for the same server.
    ///
    /// Afterwards ``get(_:)`` returns these credentials.
    ///
    /// - Parameter credentials: The credentials. The server and the username contain no control characters; the secret
    ///   may be empty.
    /// - Throws: ``HelperError``. The previously stored credentials must then be unchanged.
    func store(_ credentials: Credentials) throws(HelperError)

    /// Returns the credentials for a server.
    ///
    /// - Parameter server: The key that the credentials were stored under.
    /// - Returns: The credentials, with the secret exactly as it was stored.
    /// - Throws: ``HelperError/credentialsNotFound`` if there are none, and any other error if the lookup failed.
    func get(_ server: ServerURL) throws(HelperError) -> Credentials

    /// Removes all credentials for a server.
    ///
    /// Erasing an absent entry is not an error. A helper may return, or throw ``HelperError/credentialsNotFound``,
    /// which the session reports as success.
    ///
    /// - Parameter server: The key that the credentials were stored under.
    /// - Throws: ``HelperError`` if the lookup or the removal failed.
    func erase(_ server: ServerURL) throws(HelperError)

    /// Returns the username for every server.
    ///
    /// If the store allows it, this reads no secret and shows no prompt. An unreadable entry is skipped and reported
    /// through ``HelperDiagnostics``, so that it does not hide the others.
    ///
    /// - Returns: The usernames by key, exactly as they were stored.
    /// - Throws: ``HelperError`` if the store cannot be read.
    func list() throws(HelperError) -> [ServerURL: String]
}
