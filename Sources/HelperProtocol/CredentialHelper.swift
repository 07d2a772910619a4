/// What a credential helper can do: four verbs over a store of secrets.
///
/// A helper answers one question and exits. So nothing here is asynchronous: an implementation may block, and should
/// bound each wait by ``HelperSettings/timeout``. ``HelperSession`` speaks the protocol; an implementation never sees
/// its text, and only has to tell apart what failed, by ``HelperError``.
///
/// The server is the key, byte for byte. A helper does not look under another spelling of it: which spellings mean one
/// registry is the client's business.
public protocol CredentialHelper {
    /// Answers `store`: keeps the credentials, in the place of all others for their server.
    ///
    /// Afterwards the server has this one user, and ``get(_:)`` returns it.
    ///
    /// - Parameter credentials: A server and a user without control characters; the secret may be empty.
    /// - Throws: ``HelperError``, after which what was stored before must still be there.
    func store(_ credentials: Credentials) throws(HelperError)

    /// Answers `get`: the credentials of one server.
    ///
    /// - Parameter server: The key that they were stored under.
    /// - Returns: The credentials, with the secret as it was stored.
    /// - Throws: ``HelperError/credentialsNotFound`` if there are none; any other error if it could not look.
    func get(_ server: ServerURL) throws(HelperError) -> Credentials

    /// Answers `erase`: removes all credentials of one server.
    ///
    /// That there are none is not an error; a helper may return, or throw ``HelperError/credentialsNotFound``, which the
    /// session turns into success.
    ///
    /// - Parameter server: The key that they were stored under.
    /// - Throws: ``HelperError`` if there are some and they could not be removed, or if it could not look.
    func erase(_ server: ServerURL) throws(HelperError)

    /// Answers `list`: the user of every server.
    ///
    /// No secret should be read and nobody be asked for a passphrase, where the store allows that. An entry that cannot
    /// be read is left out, with a note through ``HelperDiagnostics``: one bad entry must not hide the good ones.
    ///
    /// - Returns: The keys, as they were stored, and their users.
    /// - Throws: ``HelperError`` if it could not look.
    func list() throws(HelperError) -> [ServerURL: String]
}
