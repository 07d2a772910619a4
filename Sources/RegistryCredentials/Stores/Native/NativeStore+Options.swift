package import SystemSupport

extension NativeStore {
    /// Options for running a helper.
    public struct Options: Sendable {
        /// The timeout of one run.
        ///
        /// If nil, it is `DOCKER_CREDENTIAL_TIMEOUT` from the helper's environment, or else 60 seconds. The helpers of
        /// this package read the same variable, and report why they time out.
        public var timeout: Duration?

        /// The names of the helpers that may be run; nil for any.
        ///
        /// Set it if the config file comes from a source that must not choose programs.
        public var allowedHelpers: Set<String>?

        /// Whether programs may be run at all.
        ///
        /// If false, every request throws ``CredentialStoreError/Code/denied``, and ``NativeStore/detect(among:options:)``
        /// finds no helper. Set it to false in a sandbox that forbids processes.
        public var mayRunPrograms: Bool

        /// The environment variables of the helper, including the `PATH` in which it is searched for; nil for those of
        /// this process.
        public var environment: [String: String]?

        /// The environment variables of the helper as bytes; takes precedence over ``environment``.
        package var inherited: ProcessEnvironment?

        /// The environment variables that the helper gets.
        var processEnvironment: ProcessEnvironment { given ?? .current }

        /// The environment variables that were set; nil for those of this process.
        var given: ProcessEnvironment? { inherited ?? environment.map { ProcessEnvironment($0) } }

        /// Which keys the helper is called with.
        public var aliases: AliasPolicy

        /// Whether the helper may ask for a passphrase on the terminal of this process.
        ///
        /// The helper then runs in the process group of this process, because the system stops background processes
        /// that read from a terminal. At the timeout or a cancellation only the helper is killed, and not its child
        /// processes. Programs with their own prompts, such as gpg-agent, do not need this option.
        public var mayUseTerminal: Bool

        /// The setting that names the helper, for error messages: a file and a key in it, such as `credsStore`.
        public var origin: CredentialStoreError.Place

        /// Called at the start and at the end of every run, on the task that made the request.
        ///
        /// Requests wait for it, so it should return quickly.
        public var trace: (@Sendable (HelperEvent) -> Void)?

        /// Creates options.
        ///
        /// - Parameters:
        ///   - timeout: The timeout of one run; nil for that of the environment, or else 60 seconds.
        ///   - allowedHelpers: The names of the helpers that may be run; nil for any.
        ///   - mayRunPrograms: Whether programs may be run at all.
        ///   - environment: The environment variables of the helper; nil for those of this process.
        ///   - aliases: Which keys the helper is called with.
        ///   - mayUseTerminal: Whether the helper may ask for a passphrase on the terminal of this process.
        ///   - origin: The setting that names the helper, for error messages.
        ///   - trace: Called at the start and at the end of every run.
        public init(
            timeout: Duration? = nil,
            allowedHelpers: Set<String>? = nil,
            mayRunPrograms: Bool = true,
            environment: [String: String]? = nil,
            aliases: AliasPolicy = .allAliases,
            mayUseTerminal: Bool = false,
            origin: CredentialStoreError.Place = CredentialStoreError.Place(),
            trace: (@Sendable (HelperEvent) -> Void)? = nil
        ) {
            self.timeout = timeout
            self.allowedHelpers = allowedHelpers
            self.mayRunPrograms = mayRunPrograms
            self.environment = environment
            self.aliases = aliases
            self.mayUseTerminal = mayUseTerminal
            self.origin = origin
            self.trace = trace
        }
    }
}
