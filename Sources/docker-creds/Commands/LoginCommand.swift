internal import ArgumentParser
internal import RegistryCredentials
internal import RegistryLogin
internal import RegistryLoginHTTP

struct LoginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login",
        abstract: "Ask a registry whether a user and a password are right, and save them only then.",
        discussion: """
            They are saved where Docker's configuration says. Where it says nothing, a helper that works is looked for \
            and named there. Exit status 2 says that the registry does not accept the password.
            """
    )

    @OptionGroup var places: PlaceOptions

    @Option(name: .shortAndLong, help: "The user; asked for if not given.")
    var username: String?

    @Flag(help: "Read the password or token from standard input.")
    var passwordStdin = false

    @Flag(help: "Save an identity token in the place of the password, if the registry has such tokens.")
    var identityToken = false

    @Flag(help: "Save in config.json in clear where no helper is named.")
    var allowPlaintext = false

    @Flag(
        name: .customLong("plain-http"),
        help: "Reach the registry without TLS. Loopback addresses are, unless they begin with https://."
    )
    var plainHTTP = false

    @Argument(help: "The registry.")
    var server = "docker.io"

    func validate() throws {
        guard passwordStdin, username == nil else { return }
        throw ValidationError("--password-stdin needs --username, as nobody can be asked for it.")
    }

    func run() async throws {
        let server = try ServerAddress(server)
        let store = try places.docker(allowsPlaintext: allowPlaintext)
        if try await store.keepsInClear(server), !allowPlaintext { throw Self.plaintextRefusal(store.configPath) }
        let input = LoginInput(server: server, username: username, readsStandardInput: passwordStdin)
        let outcome = try await login(to: server, with: try input.credential(), savingIn: store)
        try await report(outcome, server, store)
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
        options.authentication.clientID = "docker-creds"
        let (environment, chosen) = (places.environment, options)
        return try await HTTPClientTransport.withTransport(
            certificates: CertificateDirectories(environment: environment),
            proxies: ProxySettings(environment: environment)
        ) { transport in
            try await LoginService(transport: transport, options: chosen).login(
                to: server,
                with: credential,
                savingIn: store
            )
        }
        #else
        throw Failure(
            "this docker-creds was built without the trait HTTPClient, so it cannot ask a registry. "
                + "Build it with the default traits"
        )
        #endif
    }

    private func report(_ outcome: LoginOutcome, _ server: ServerAddress, _ store: DynamicStore) async throws {
        guard outcome.isSaved else {
            return Console.report("\(outcome.registry) asks nobody for a password, so nothing was saved")
        }
        let place = try await store.findings(for: server, runsHelpers: false).first?.place
        let secret = outcome.verdict == .identityTokenObtained ? "an identity token" : "the password"
        let keeper = place?.helper ?? "\(store.configPath), in clear"
        Console.print("Logged in to \(outcome.registry). \(keeper) has \(secret).".printable)
        let variable = DocumentStore.dockerAuthConfig(environment: places.environment)
        if (try? await variable.get(server)) != nil {
            Console.report("warning: DOCKER_AUTH_CONFIG has a credential of \(server) too, which docker takes instead")
        }
    }

    private static func plaintextRefusal(_ path: String) -> Failure {
        Failure(
            "the password would lie in clear in \(path), so nobody was asked and nothing saved. Name a helper there, "
                + "{\"credsStore\": \"file\"} for docker-credential-file, or allow it with --allow-plaintext"
        )
    }
}
