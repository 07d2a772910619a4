internal import HTTPTypes
public import RegistryCredentials
internal import SystemSupport

/// Logs in to registries: asks the registry whether a credential is right, and saves it only then.
///
/// No token of an earlier login is ever used, so what is found out is true now.
public struct LoginService: Sendable {
    let options: LoginOptions
    let runner: RequestRunner
    let now: @Sendable () -> Duration

    /// Makes a service; nothing is sent.
    ///
    /// - Parameters:
    ///   - transport: What carries the requests.
    ///   - options: How to log in.
    public init(transport: any HTTPTransport, options: LoginOptions = LoginOptions()) {
        self.options = options
        runner = RequestRunner(transport: transport, limit: options.authentication.stepLimit)
        now = { WallClock.sinceEpoch }
    }

    /// Asks a registry about a credential, and saves it if it is right.
    ///
    /// A registry that asks for nothing is an outcome and not an error; nothing is saved then unless the options say so.
    /// An identity token is saved with the user's name, and without it in a store that cannot keep the two together.
    ///
    /// - Parameters:
    ///   - server: The registry. What lies below its host does not count.
    ///   - credential: The credential.
    ///   - store: Where it is saved, in the place of the one that was there.
    /// - Returns: How it went.
    /// - Throws: ``LoginError`` if the registry does not accept the credential or cannot be asked; whatever the store
    ///   throws; `CancellationError` if the task was cancelled. Nothing has been saved then.
    public func login(
        to server: ServerAddress,
        with credential: Credential,
        savingIn store: any CredentialStore
    ) async throws -> LoginOutcome {
        var outcome = try await verify(credential, for: server)
        if outcome.verdict != .nothingAsked || options.savesWhereNothingIsAsked {
            try Task.checkCancellation()
            try await save(&outcome, in: store)
        }
        return outcome
    }

    private func save(_ outcome: inout LoginOutcome, in store: any CredentialStore) async throws {
        let server = try ServerAddress(outcome.key)
        do {
            try await store.put(outcome.credential, for: server)
        } catch let error as CredentialStoreError where error.code == .notRepresentable {
            // A helper keeps a token in the place of a password, with no room for the user: docker leaves the name out.
            guard let token = outcome.credential.identityToken, outcome.credential.username != nil else { throw error }
            outcome.credential = .identityToken(token)
            try await store.put(outcome.credential, for: server)
        }
        outcome.isSaved = true
    }

    /// Asks a registry about a credential, and saves nothing: a login without its last step.
    ///
    /// - Parameters:
    ///   - credential: The credential.
    ///   - server: The registry. What lies below its host does not count.
    /// - Returns: How it went.
    /// - Throws: ``LoginError`` if the registry does not accept the credential or cannot be asked; `CancellationError` if
    ///   the task was cancelled.
    public func verify(_ credential: Credential, for server: ServerAddress) async throws -> LoginOutcome {
        let proof = try LoginProof(credential)
        let registry = try HTTPOrigin(of: server, plainHTTP: options.plainHTTP)
        let probe = RegistryProbe(runner: runner, registry: registry)
        let reply = try await probe.ask(with: nil)
        func outcome(_ verdict: LoginOutcome.Verdict, _ credential: Credential) -> LoginOutcome {
            LoginOutcome(verdict: verdict, registry: registry, key: server.dockerKey, credential: credential)
        }
        switch reply.head.status.code {
        case 200..<300:
            try probe.checkIsRegistry(reply)
            return outcome(.nothingAsked, credential)
        case 401:
            guard let obtained = try await authenticate(with: proof, at: probe, after: reply.head) else {
                return outcome(.accepted, credential)
            }
            return outcome(.identityTokenObtained, .identityToken(obtained, username: credential.username))
        default:
            throw LoginError.status(of: reply, from: registry, to: RegistryProbe.name, hiding: proof.secrets)
        }
    }
}
