package import SystemSupport

extension NativeStore {
    /// How a helper is run.
    public struct Options: Sendable {
        /// The longest that one run may take, from its start to its end.
        ///
        /// Nil for `DOCKER_CREDENTIAL_TIMEOUT` in the helper's environment, else 60 seconds. The helpers of this package
        /// read the same variable, give up by themselves, and say why.
        public var timeout: Duration?

        /// The names of the helpers that may be run at all; nil for any.
        ///
        /// A configuration file may come from a place that is not trusted to choose programs.
        public var allowedHelpers: Set<String>?

        /// All variables of the helper, and the `PATH` in which it is looked for; nil for those of this process.
        public var environment: [String: String]?

        /// All variables of the helper byte for byte; takes precedence over ``environment``, which is text.
        package var inherited: ProcessEnvironment?

        /// Which keys are asked for.
        public var aliases: AliasPolicy

        /// Whether the helper may ask for a passphrase on the terminal of this process.
        ///
        /// It then runs in the process group of this process, since the system stops whoever else reads from a terminal; at
        /// the deadline or a cancellation only the helper is killed, and not what it has started. Programs that ask by
        /// themselves, as gpg-agent does, need no such permission.
        public var mayUseTerminal: Bool

        /// Where the helper is named, for the messages of errors: a file, and a key in it such as `credsStore`.
        public var origin: CredentialStoreError.Place

        /// Gets an event at the start and at the end of every run, on the task that made the request.
        ///
        /// Requests wait for it, so it should be quick.
        public var trace: (@Sendable (HelperEvent) -> Void)?

        /// Puts options together.
        ///
        /// - Parameters:
        ///   - timeout: The longest that one run may take; nil for the environment's, else 60 seconds.
        ///   - allowedHelpers: The names of the helpers that may be run; nil for any.
        ///   - environment: All variables of the helper; nil for those of this process.
        ///   - aliases: Which keys are asked for.
        ///   - mayUseTerminal: Whether the helper may ask for a passphrase on the terminal of this process.
        ///   - origin: Where the helper is named, for the messages of errors.
        ///   - trace: Gets an event at the start and at the end of every run.
        public init(
            timeout: Duration? = nil,
            allowedHelpers: Set<String>? = nil,
            environment: [String: String]? = nil,
            aliases: AliasPolicy = .tolerant,
            mayUseTerminal: Bool = false,
            origin: CredentialStoreError.Place = CredentialStoreError.Place(),
            trace: (@Sendable (HelperEvent) -> Void)? = nil
        ) {
            self.timeout = timeout
            self.allowedHelpers = allowedHelpers
            self.environment = environment
            self.aliases = aliases
            self.mayUseTerminal = mayUseTerminal
            self.origin = origin
            self.trace = trace
        }
    }
}
