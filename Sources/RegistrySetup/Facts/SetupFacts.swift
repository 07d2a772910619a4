package import PasswordStoreFormat
package import RegistryDiagnostics

/// The facts about a machine that a plan is made from.
package struct SetupFacts: Sendable {
    /// The facts of the doctor; ``MachineFacts/helpers`` has all helpers of ``SetupBackend``, installed or not.
    package var machine: MachineFacts
    /// The user's own gpg keys.
    package var ownKeys: [GpgOwnKeys.Key]
    /// Whether gpg decrypts without a prompt, by the name of the key.
    package var decryptsWithoutPrompt: [String: Bool]
    /// Whether `PASSWORD_STORE_SIGNING_KEY` is set, so that only pass can create a store.
    package var signsStore: Bool
    /// The docker client; nil if there is none.
    package var docker: DockerVersion?
    /// Whether docker finds docker-creds as a plugin.
    package var isDockerPlugin: Bool
    /// Podman's configuration of helpers.
    package var podman: PodmanSetupFacts
    /// The helpers from which a setup of the helper in `credsStore` has not moved all logins, because it was interrupted.
    package var interruptedMoves: [String]

    package init(
        machine: MachineFacts,
        ownKeys: [GpgOwnKeys.Key] = [],
        decryptsWithoutPrompt: [String: Bool] = [:],
        signsStore: Bool = false,
        docker: DockerVersion? = nil,
        isDockerPlugin: Bool = false,
        podman: PodmanSetupFacts = PodmanSetupFacts(),
        interruptedMoves: [String] = []
    ) {
        self.machine = machine
        self.ownKeys = ownKeys
        self.decryptsWithoutPrompt = decryptsWithoutPrompt
        self.signsStore = signsStore
        self.docker = docker
        self.isDockerPlugin = isDockerPlugin
        self.podman = podman
        self.interruptedMoves = interruptedMoves
    }

    /// The helper with this name; one that is not installed if it was not examined.
    func helper(_ name: String) -> HelperFacts {
        machine.helpers.first { $0.name == name } ?? HelperFacts(name: name)
    }
}

/// The version of the docker client.
package struct DockerVersion: Sendable, Equatable {
    package let major: Int
    package let minor: Int

    package init(major: Int, minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Parses the output of `docker --version`, such as `Docker version 28.2.2, build e6534b4`; nil for other text.
    package init?(parsing output: String) {
        let words = output.split(whereSeparator: \.isWhitespace)
        guard words.count > 2, words[0] == "Docker", words[1] == "version" else { return nil }
        let numbers = words[2].split(separator: ".").prefix(2).map { Int($0) }
        guard numbers.count == 2, let major = numbers[0], let minor = numbers[1] else { return nil }
        self.init(major: major, minor: minor)
    }

    /// Whether it has `error-hooks`, which call a plugin only after a failure (since 29.3).
    package var hasErrorHooks: Bool { (major, minor) >= (29, 3) }
}
