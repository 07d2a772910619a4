/// The facts from a brief examination of the machine, without running a helper.
package struct QuickFacts: Sendable, Equatable {
    /// The keyring's state, as far as it is known without a prompt.
    package enum Keyring: Sendable, Equatable {
        case noBus, noProvider, locked, unlocked, unknown
    }

    /// The helper of `credsStore`; nil if there is none.
    package var helper: String?
    /// The helpers that the config file names and that are not in PATH.
    package var missingHelpers: [String]
    /// The keyring, if the helper is `secretservice`.
    package var keyring: Keyring
    /// Whether there is a password store; nil if the helper is not `pass`.
    package var hasPasswordStore: Bool?
    /// The registries that the config file has an entry for, by docker's key.
    package var registries: Set<String>
    /// Whether a helper is configured, which may have logins without an entry in the config file.
    package var mayHaveOtherLogins: Bool { helper != nil }
    /// The name of the user who called sudo; nil if this is not root by sudo.
    package var sudoUser: String?
    /// The registries in the config file of ``sudoUser``, by docker's key.
    package var sudoUserRegistries: Set<String>
    /// Whether `DOCKER_AUTH_CONFIG` is set, which takes precedence over saved logins.
    package var hasAuthConfigVariable: Bool
    /// Whether the config file is not valid JSON, which docker ignores.
    package var hasDamagedConfig: Bool

    package init(
        helper: String? = nil,
        missingHelpers: [String] = [],
        keyring: Keyring = .unknown,
        hasPasswordStore: Bool? = nil,
        registries: Set<String> = [],
        sudoUser: String? = nil,
        sudoUserRegistries: Set<String> = [],
        hasAuthConfigVariable: Bool = false,
        hasDamagedConfig: Bool = false
    ) {
        self.helper = helper
        self.missingHelpers = missingHelpers
        self.keyring = keyring
        self.hasPasswordStore = hasPasswordStore
        self.registries = registries
        self.sudoUser = sudoUser
        self.sudoUserRegistries = sudoUserRegistries
        self.hasAuthConfigVariable = hasAuthConfigVariable
        self.hasDamagedConfig = hasDamagedConfig
    }
}
