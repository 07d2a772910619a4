import HelperProtocol
import SystemSupport

/// Keeps credentials in a password store as pass does: one file for each, encrypted by gpg.
struct PassHelper: CredentialHelper {
    let environment: ProcessEnvironment
    let diagnostics: HelperDiagnostics

    func store(_ credentials: Credentials) throws(HelperError) {
        try backend().store(credentials)
    }

    func get(_ server: ServerURL) throws(HelperError) -> Credentials {
        try backend().get(server)
    }

    func erase(_ server: ServerURL) throws(HelperError) {
        try backend().erase(server)
    }

    func list() throws(HelperError) -> [ServerURL: String] {
        try backend().list()
    }

    /// The helper that does the work: with the store's files and gpg, or with another program.
    ///
    /// Each call reads the environment, so that `version` works even if it is invalid.
    private func backend() throws(HelperError) -> any CredentialHelper {
        let settings = try PassSettings(environment: environment)
        let runner = ProgramRunner(settings: settings, diagnostics: diagnostics)
        if let program = settings.program {
            return try ExternalProgram(program, settings: settings, runner: runner, diagnostics: diagnostics)
        }
        diagnostics.trace("the store is \(settings.store)")
        return PasswordStore(settings: settings, runner: runner, diagnostics: diagnostics)
    }
}
