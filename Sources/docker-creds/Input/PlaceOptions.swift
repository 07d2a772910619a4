internal import ArgumentParser
internal import RegistryCredentials
internal import SystemSupport

/// Where credentials are looked for and saved.
struct PlaceOptions: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp("Docker's configuration: $DOCKER_CONFIG or ~/.docker if not given.", valueName: "directory"),
        completion: .directory
    )
    var directory: String?

    /// The variables of this process, with what the option says in the place of `DOCKER_CONFIG`.
    var environment: [String: String] {
        var variables = ProcessEnvironment.current.variables
        if let directory { variables["DOCKER_CONFIG"] = directory }
        return variables
    }

    /// Every place that docker, podman or skopeo would ask.
    ///
    /// - Parameter report: Gets every error that a lookup meets.
    /// - Returns: The store.
    func everywhere(report: (@Sendable (String, CredentialStoreError) -> Void)? = nil) -> FallbackStore {
        FallbackStore(.dockerThenPodman, environment: environment, options: options(), report: report)
    }

    /// Docker's configuration, which a login is saved in.
    ///
    /// - Parameter allowsPlaintext: Whether the file may hold a credential in clear.
    /// - Returns: The store.
    /// - Throws: `CredentialStoreError` if nothing says where it is.
    func docker(allowsPlaintext: Bool) throws -> DynamicStore {
        try DynamicStore(environment: environment, options: options(allowsPlaintext: allowsPlaintext))
    }

    private func options(allowsPlaintext: Bool = false) -> DynamicStore.Options {
        var options = DynamicStore.Options()
        options.plaintext = allowsPlaintext ? .allow : .refuse
        // Docker too takes a helper that works where nothing is configured, to save with and to ask.
        options.detectsDefaultHelper = true
        options.helper.mayUseTerminal = true
        return options
    }
}
