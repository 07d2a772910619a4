internal import ArgumentParser
internal import RegistryCredentials
internal import RegistryDiagnostics
internal import RegistryLogin
internal import RegistryLoginHTTP
internal import SystemSupport

struct LoginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login",
        abstract: "Verify credentials with the registry, then save them.",
        discussion: """
            Saves to the credential helper that Docker's config file selects. If none is configured, uses the first one \
            that works and configures it. Exit status 2 if the registry rejects the credentials.
            """
    )

    @OptionGroup var stores: StoreOptions
    @OptionGroup var output: FormatOptions

    @Option(name: .shortAndLong, help: "The user name. The default is to ask for it.")
    var username: String?

    @Flag(help: "Read the password or token from standard input.")
    var passwordStdin = false

    @Flag(help: "Save an identity token instead of the password if the registry issues them.")
    var identityToken = false

    @Flag(help: "Allow saving in plain text if no credential helper is configured.")
    var allowPlaintext = false

    @Flag(
        name: .customLong("plain-http"),
        help: "Use plain HTTP. Loopback addresses use it by default unless the scheme is https."
    )
    var plainHTTP = false

    @Flag(help: "Save without contacting the registry.")
    var noVerify = false

    @Flag(help: "Save even if the registry does not require authentication and so verifies nothing.")
    var saveUnverified = false

    @Option(
        help: ArgumentHelp(
            "Share the login with another program: podman, which includes skopeo and buildah.",
            valueName: "program"
        )
    )
    var also: AlsoProgram?

    @Argument(help: "The registry.", completion: KnownServers.completion)
    var server = "docker.io"

    func validate() throws {
        guard passwordStdin, username == nil else { return }
        throw ValidationError("--password-stdin requires --username: standard input cannot provide both")
    }

    func run() async throws {
        let server = try registry()
        let store = try stores.dockerConfig(allowsPlaintext: allowPlaintext)
        let state = try await HelperCallCache.sharing { try await store.examineHelper(for: server) }
        if case .supplies(let program) = state {
            return LoginReport.notNeeded(server, helper: program).write(as: output.format)
        }
        try await requireWorkingHelper(for: server, in: store, state)
        let input = LoginInput(server: server, username: username, readsStandardInput: passwordStdin)
        let credential = try input.credential()
        // Only the JSON output reports whether the credential changed.
        let previous = output.format == .json ? try? await store.get(server) : nil
        let outcome = try await save(credential, for: server, in: store)
        let place = try await store.steps(for: server, runsHelpers: false).first?.place
        let podman = PodmanLogin(
            server: server,
            docker: store,
            environment: stores.environment,
            options: try stores.storeOptions(allowsPlaintext: allowPlaintext),
            allowsPlaintext: allowPlaintext
        )
        let isSaved = outcome.credential != nil
        let shared = also == .podman && isSaved ? try await podman.share() : nil
        let report = LoginReport(
            server: server,
            result: outcome,
            place: place ?? .init(file: store.configPath),
            changed: previous != outcome.credential,
            podmanFile: shared
        )
        report.write(as: output.format)
        if isSaved, shared == nil { try await podman.updateOrNote() }
        try await warnOfVariable(server)
        Console.current.warnOfConfigFile(stores)
    }

    /// Offers another helper if the login could not be saved: no helper is configured, or it cannot work here.
    private func requireWorkingHelper(
        for server: ServerAddress,
        in store: DynamicStore,
        _ state: DynamicStore.HelperState
    ) async throws {
        if try await store.savesInPlainText(server) {
            guard !allowPlaintext else { return }
            return try await HelperOffer(stores: stores).replaceHelper(after: Self.plaintextRefusal(store.configPath))
        }
        guard case .unusable(let obstacle) = state else { return }
        let problem = Failure(obstacle.error)
        guard obstacle.isDefaultHelper else { throw problem }
        try await HelperOffer(stores: stores).replaceHelper(after: problem)
    }

    /// Returns the registry to log in to: the host, because docker saves one login per host.
    private func registry() throws -> ServerAddress {
        let server = try ServerAddress(registryOrImage: server)
        guard !server.path.isEmpty else { return server }
        let host = try ServerAddress(server.dockerKey)
        // A token of Docker Hub's device login has a key of its own.
        guard host != server else { return server }
        Console.current.report("note: logging in to \(host.shortName); a login is for a whole registry, not for a path")
        return host
    }

    /// The path of the argument, which a login does not use; nil if it has none.
    private var droppedPath: String? {
        guard let server = try? ServerAddress(registryOrImage: server), !server.isDockerHub else { return nil }
        return server.path.isEmpty ? nil : server.path
    }

    private func save(
        _ credential: Credential,
        for server: ServerAddress,
        in store: DynamicStore
    ) async throws -> LoginReport.Result {
        if noVerify {
            try await store.put(credential, for: server)
            return .savedUnverified(credential)
        }
        do {
            let outcome = try await login(to: server, with: credential, savingIn: store)
            guard outcome.isSaved else { return .notRequired(outcome.registry) }
            return outcome.verdict == .authenticationNotRequired
                ? .savedUnverified(outcome.credential) : .saved(outcome.credential, verifiedBy: outcome.verifiedBy)
        } catch let error as LoginError {
            let advice = LoginAdvice(server: server, credential: credential, droppedPath: droppedPath)
            throw Failure(error, advice: advice.after(error))
        }
    }

    private func login(
        to server: ServerAddress,
        with credential: Credential,
        savingIn store: DynamicStore
    ) async throws -> LoginOutcome {
        #if HTTPClient
        var options = LoginOptions()
        options.plainHTTP = plainHTTP ? .always : .loopback
        options.wantsIdentityToken = identityToken
        options.savesUnverified = saveUnverified
        options.authentication.clientID = "docker-creds"
        if let timeout = try stores.effectiveTimeout { options.authentication.timeout = timeout }
        let (environment, chosen) = (stores.inherited, options)
        return try await HTTPClientTransport.withTransport(
            certificates: CertificateDirectories(in: environment),
            proxies: ProxySettings(in: environment),
            trustRoots: SystemTrustRoots(in: environment)
        ) { transport in
            try await LoginService(transport: transport, options: chosen).login(
                to: server,
                with: credential,
                savingIn: store
            )
        }
        #else
        throw Failure(
            "cannot contact registries: this docker-creds was built without the trait HTTPClient",
            advice: [.text("Build it with the default traits, or pass --no-verify")]
        )
        #endif
    }

    private func warnOfVariable(_ server: ServerAddress) async throws {
        let variable = DocumentStore.dockerAuthConfig(in: stores.inherited)
        guard (try? await variable.get(server)) != nil else { return }
        Console.current.report(
            Failure(
                "warning: docker uses the credentials for \(server.shortName) in DOCKER_AUTH_CONFIG instead",
                advice: [.text("Run: unset DOCKER_AUTH_CONFIG")]
            )
        )
    }

    private static func plaintextRefusal(_ path: String) -> Failure {
        let advice = #"Set "credsStore" to "file" in that file, or pass --allow-plaintext"#
        return Failure(.plaintextRefused("password", in: path, advice: advice))
    }
}

/// The programs that can get a login beside docker.
enum AlsoProgram: String, ExpressibleByArgument, CaseIterable {
    case podman
}
