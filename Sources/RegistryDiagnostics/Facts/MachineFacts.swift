internal import RegistryCredentials
package import SystemSupport

/// The facts about a machine that the checks use.
package struct MachineFacts: Sendable {
    /// The variables of the user's shell.
    package var environment: ProcessEnvironment
    /// The user who runs the examination.
    package var user: UserFacts
    /// The config file that docker would read.
    package var config: ConfigFileFacts
    /// Other config files with credentials: that of the user who called sudo, or of a snap.
    package var otherConfigs: [ConfigFileFacts]
    /// Every helper that the config file names, and the one that docker would use by default.
    package var helpers: [HelperFacts]
    /// The helper that docker would choose if none were named, and whether it chooses one here.
    package var defaultHelper: DefaultHelperFacts
    /// The helper that a fix configures instead of one that does not work here: `file` if it is in PATH, because it
    /// works everywhere; nil if it is not.
    package var replacementHelper: String?
    /// The session bus and the Secret Service on it; nil if no helper needs them.
    package var keyring: KeyringFacts?
    /// pass and gpg; nil if no helper needs them.
    package var passwordStore: PasswordStoreFacts?
    /// The encrypted file and its key; nil if no helper needs them, or the file is in plain text.
    package var encryptedStore: EncryptedStoreFacts?
    /// Podman's own credential files and settings.
    package var podman: PodmanFacts
    /// The kind of environment: WSL, a container, a snap.
    package var surroundings: SurroundingsFacts
    /// The results of verifying saved credentials; empty if verification was skipped.
    package var verifications: [VerificationFacts]

    package init(
        environment: ProcessEnvironment,
        user: UserFacts,
        config: ConfigFileFacts,
        otherConfigs: [ConfigFileFacts] = [],
        helpers: [HelperFacts] = [],
        defaultHelper: DefaultHelperFacts = DefaultHelperFacts(),
        replacementHelper: String? = nil,
        keyring: KeyringFacts? = nil,
        passwordStore: PasswordStoreFacts? = nil,
        encryptedStore: EncryptedStoreFacts? = nil,
        podman: PodmanFacts = PodmanFacts(),
        surroundings: SurroundingsFacts = SurroundingsFacts(),
        verifications: [VerificationFacts] = []
    ) {
        self.environment = environment
        self.user = user
        self.config = config
        self.otherConfigs = otherConfigs
        self.helpers = helpers
        self.defaultHelper = defaultHelper
        self.replacementHelper = replacementHelper
        self.keyring = keyring
        self.passwordStore = passwordStore
        self.encryptedStore = encryptedStore
        self.podman = podman
        self.surroundings = surroundings
        self.verifications = verifications
    }
}

extension MachineFacts {
    /// Returns docker's keys of the registries that a helper without `store` supplies credentials for, as far as they are
    /// known: those that it lists, and those in the config file that its name stands for.
    package func keys(suppliedBy helper: HelperFacts) -> [String] {
        let listed = (helper.listed ?? []).compactMap { try? ServerAddress($0) }
        let used = (config.text?.entries ?? []).compactMap(\.server)
            .filter { HelperTraits.supplies(helper.name, $0) }
        var keys: [String] = []
        for server in listed + used where server.path.isEmpty && !keys.contains(server.dockerKey) {
            keys.append(server.dockerKey)
        }
        return keys
    }
}

/// The user who runs the examination.
package struct UserFacts: Sendable {
    /// The effective user ID; 0 is root.
    package var number: UInt32
    /// The name of the user who called sudo; nil if this is not sudo.
    package var sudoUser: String?
    /// The owner of the home directory; nil if it is unknown.
    package var homeOwner: UInt32?

    package init(number: UInt32, sudoUser: String? = nil, homeOwner: UInt32? = nil) {
        self.number = number
        self.sudoUser = sudoUser
        self.homeOwner = homeOwner
    }
}

/// The helper that docker uses by default (cli/config/credentials/default_store_linux.go).
package struct DefaultHelperFacts: Sendable {
    /// The helper's name, such as `pass`; nil if none is installed.
    package var name: String?
    /// Whether docker chooses it: only if the config file names no helper and has no entry.
    package var isChosen: Bool
    /// Whether `pass` is in PATH and docker-credential-pass is not, for which docker falls back to plain text.
    package var lacksPassHelper: Bool

    package init(name: String? = nil, isChosen: Bool = false, lacksPassHelper: Bool = false) {
        self.name = name
        self.isChosen = isChosen
        self.lacksPassHelper = lacksPassHelper
    }
}

/// The result of verifying a saved credential.
package struct VerificationFacts: Sendable {
    /// The registry.
    package let server: String
    /// The result of the verification.
    package let result: Doctor.Verification
    /// The time until the credential expires; nil if it is unknown.
    package let timeLeft: Duration?
    /// The time by which the registry's clock is ahead of this machine's; nil if it is unknown.
    package let clockDifference: Duration?

    package init(
        server: String,
        result: Doctor.Verification,
        timeLeft: Duration? = nil,
        clockDifference: Duration? = nil
    ) {
        self.server = server
        self.result = result
        self.timeLeft = timeLeft
        self.clockDifference = clockDifference
    }
}
