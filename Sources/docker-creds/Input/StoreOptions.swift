internal import ArgumentParser
internal import HelperProtocol
internal import RegistryCredentials
internal import RegistrySetup
internal import SystemSupport

/// The options for the locations of credentials and for timeouts.
struct StoreOptions: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "The directory of Docker's config file. The default is $DOCKER_CONFIG, else ~/.docker.",
            valueName: "directory"
        ),
        completion: .directory
    )
    var directory: String?

    @Option(
        help: ArgumentHelp(
            """
            How long to wait for each credential helper and each reply of a registry. The default is \
            $DOCKER_CREDENTIAL_TIMEOUT, else 60 for helpers and 15 for registries.
            """,
            valueName: "seconds"
        )
    )
    var timeout: Double?

    /// The variables that set the locations of files.
    private static let places = [
        "CONTAINERS_REGISTRIES_CONF", "CONTAINERS_REGISTRIES_CONF_OVERRIDE", "DOCKER_CONFIG", "HOME",
        "REGISTRY_AUTH_FILE", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR",
    ]

    func validate() throws {
        for name in Self.places {
            do throws(SystemError) {
                _ = try ProcessEnvironment.current.text(of: name)
            } catch {
                throw Failure("\(error)", advice: [.text("Set \(name) to a path in UTF-8")])
            }
        }
        guard let timeout else { return }
        guard timeout > 0, timeout <= 86_400 else {
            throw ValidationError("--timeout takes a number of seconds between 0 and 86400")
        }
    }

    /// Whether a helper may prompt for a passphrase or to unlock a keyring.
    enum Prompting {
        case allowed, never
    }

    /// The environment variables as text, with those that the options replace.
    var environment: [String: String] { inherited.variables }

    /// The environment variables as bytes, with those that the options replace.
    var inherited: ProcessEnvironment {
        var changes: [String: String?] = [:]
        if let directory { changes["DOCKER_CONFIG"] = directory }
        if let timeout { changes["DOCKER_CREDENTIAL_TIMEOUT"] = "\(timeout)" }
        return changes.isEmpty ? .current : ProcessEnvironment.current.replacing(changes)
    }

    /// The setup of a helper for these locations.
    var credentialSetup: CredentialSetup { CredentialSetup(inheriting: inherited) }

    /// The timeout; nil if neither the option nor the variable sets it.
    var effectiveTimeout: Duration? {
        get throws {
            let inherited = inherited
            guard inherited["DOCKER_CREDENTIAL_TIMEOUT"] != nil else { return nil }
            do throws(HelperError) {
                return try HelperSettings({ inherited[$0] }).timeout
            } catch {
                throw Failure(error.message, status: .usage, advice: error.advice.map { .text($0.asAdvice) })
            }
        }
    }

    /// Returns the stores of docker, podman and skopeo.
    ///
    /// - Parameters:
    ///   - sources: The locations that are searched.
    ///   - prompting: Whether helpers may prompt.
    ///   - report: Called with every error that a lookup encounters.
    /// - Returns: The stores, in the order in which they are searched.
    /// - Throws: ``Failure`` if `DOCKER_CREDENTIAL_TIMEOUT` is not a number of seconds.
    func allLocations(
        in sources: CredentialSources = .dockerThenPodman,
        prompting: Prompting = .allowed,
        report: (@Sendable (String, CredentialStoreError) -> Void)? = nil
    ) throws -> FallbackStore {
        FallbackStore(
            sources,
            in: inherited,
            options: try storeOptions(prompting: prompting),
            report: report
        )
    }

    /// Returns the store for Docker's config file and the helpers that it names, where a login is saved.
    ///
    /// - Parameter allowsPlaintext: Whether the file may hold credentials in plain text.
    /// - Returns: The store.
    /// - Throws: `CredentialStoreError` if its location is unknown.
    func dockerConfig(allowsPlaintext: Bool) throws -> DynamicStore {
        try DynamicStore(in: inherited, options: try storeOptions(allowsPlaintext: allowsPlaintext))
    }

    /// Returns how config files and helpers are used.
    ///
    /// - Parameters:
    ///   - allowsPlaintext: Whether files may hold credentials in plain text.
    ///   - prompting: Whether helpers may prompt.
    /// - Returns: The options.
    /// - Throws: ``Failure`` if `DOCKER_CREDENTIAL_TIMEOUT` is not a number of seconds.
    func storeOptions(
        allowsPlaintext: Bool = false,
        prompting: Prompting = .allowed
    ) throws -> DynamicStore.Options {
        var options = DynamicStore.Options()
        options.plaintext = allowsPlaintext ? .allow : .refuse
        // Docker also uses a default helper if none is configured.
        options.detectsDefaultHelper = true
        options.helper.inherited = inherited
        // `creds` is this program: it searches all locations, and each is a layer here already.
        options.replacedHelpers = [LayeredHelper.name: LayeredHelper.primaryName(in: inherited)]
        options.helper.mayUseTerminal = prompting == .allowed
        if let timeout = try effectiveTimeout { options.helper.timeout = timeout }
        return options
    }
}
