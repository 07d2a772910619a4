import HelperProtocol
import SystemPackage
import SystemSupport

/// Keeps credentials in the keyring of the user's session, through the Secret Service on the session bus.
struct SecretServiceHelper: CredentialHelper {
    let environment: ProcessEnvironment
    let diagnostics: HelperDiagnostics
    /// Connects to the keyring.
    let connect: (SecretServiceSettings) throws(SecretServiceError) -> any SecretServiceCalls

    func store(_ credentials: Credentials) throws(HelperError) {
        let settings = try settings()
        do {
            try policy(settings).store(credentials, in: settings.collection)
        } catch {
            throw HelperError(error)
        }
    }

    func get(_ server: ServerURL) throws(HelperError) -> Credentials {
        let found = try look(orElse: nil) { policy throws(SecretServiceError) in try policy.get(server) }
        guard let found else { throw .credentialsNotFound }
        return found
    }

    func erase(_ server: ServerURL) throws(HelperError) {
        do {
            try policy(settings()).erase(server)
        } catch let error as SecretServiceError {
            throw HelperError(error)
        } catch {
            throw error as? HelperError ?? HelperError(.failed, "cannot erase the credentials")
        }
    }

    func list() throws(HelperError) -> [ServerURL: String] {
        try look(orElse: [:]) { policy throws(SecretServiceError) in try policy.list() }
    }

    /// Asks the keyring; returns `nothing` if there is no keyring, where nothing can have been stored.
    ///
    /// Clients call `get` before each pull, of public images too, and give up after any error but "not found".
    private func look<Answer>(
        orElse nothing: Answer,
        _ ask: (SecretServicePolicy) throws(SecretServiceError) -> Answer
    ) throws(HelperError) -> Answer {
        let settings = try settings()
        do {
            return try ask(try policy(settings))
        } catch {
            guard error.meansNothingIsStored, !settings.common.isStrict else { throw HelperError(error) }
            let notice = "\(error.message). \(Diagnosis.encryptedFile)"
            if RepeatedNotice(environment: environment).shouldShow(notice) { diagnostics.note(notice) }
            return nothing
        }
    }

    /// Each call reads the environment, so that `version` works even if it is invalid.
    private func settings() throws(HelperError) -> SecretServiceSettings {
        try SecretServiceSettings(environment: environment) { (try? FileStatus(of: $0))?.kind == .socket }
    }

    private func policy(_ settings: SecretServiceSettings) throws(SecretServiceError) -> SecretServicePolicy {
        SecretServicePolicy(service: try connect(settings), diagnostics: diagnostics)
    }
}
