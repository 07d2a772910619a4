#if SecretService && os(Linux)
import HelperProtocol

/// Sessions with the provider, in which secrets cross the bus.
///
/// KWallet before version 6.25 of KDE Frameworks drops leading zeros from the key of an encrypted session (bugs.kde.org,
/// 514194). In about one session of 140 it then cannot read what libsecret encrypts, nor libsecret what KWallet encrypts. It
/// also rejects a public key that begins with zeros.
extension SecretServiceClient {
    /// Calls with a session, and again with a new one if the two sides of an encrypted session have different keys.
    ///
    /// - Parameters:
    ///   - attempts: How many sessions to try.
    ///   - body: Returns a failure for a reply that different keys explain, and throws all other errors.
    /// - Returns: The answer.
    /// - Throws: The errors of `body`, and those of opening a session.
    func withSession<Answer>(
        attempts: Int = 3,
        _ body: (any SecretSession) throws(SecretServiceError) -> Result<Answer, SecretServiceError>
    ) throws(SecretServiceError) -> Answer {
        let session = try session()
        let answer = try body(session)
        guard case .failure = answer, attempts > 1, let session = session as? EncryptedSecretSession else {
            return try answer.get()
        }
        diagnostics.trace("the keyring has another key for the session, so a new one is opened")
        session.leave()
        openSession = nil
        return try withSession(attempts: attempts - 1, body)
    }

    /// Whether an error is what KWallet replies for a secret that it cannot decrypt.
    ///
    /// It is an error of Qt 5 or Qt 6 (kwalletfreedesktopcollection.cpp; qdbuserror.cpp).
    static func mayMeanDifferentKeys(_ error: GLibError) -> Bool {
        error.isRemote(
            "com.trolltech.QtDBus.Error.InvalidObjectPath",
            "org.qtproject.QtDBus.Error.InvalidObjectPath"
        )
    }

    /// Returns the session, which the first secret opens: most calls of `get` find nothing.
    private func session() throws(SecretServiceError) -> any SecretSession {
        if let openSession { return openSession }
        let session = try isEncrypted ? nil : plainSession()
        let opened: any SecretSession = if let session { session } else { try encryptedSession() }
        openSession = opened
        return opened
    }

    /// Opens a session with encryption, and tries once more with another key if the provider rejects the first.
    private func encryptedSession() throws(SecretServiceError) -> EncryptedSecretSession {
        do throws(SecretServiceError) {
            return try EncryptedSecretSession(on: bus)
        } catch {
            guard case .failed = error else { throw error }
            return try EncryptedSecretSession(on: bus)
        }
    }

    /// Opens a session without encryption; nil if the provider does not support it (Secret Service API, "OpenSession").
    private func plainSession() throws(SecretServiceError) -> PlainSecretSession? {
        let arguments = Variant.tuple(.string(PlainSecretSession.algorithm), .boxed(.string("")))
        let answer = try answers(to: [serviceCall(Self.path, "Service", "OpenSession", arguments)])[0]
        if case .failure(let error) = answer, error.isRemote("org.freedesktop.DBus.Error.NotSupported") { return nil }
        let reply = try unwrap(answer).members
        guard reply.count == 2, let path = reply[1].objectPath else { throw Self.unexpected("OpenSession") }
        return PlainSecretSession(path: path)
    }
}
#endif
