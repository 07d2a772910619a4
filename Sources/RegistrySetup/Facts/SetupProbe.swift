internal import Codecs
internal import PasswordStoreFormat
internal import RegistryCredentials
internal import RegistryDiagnostics
internal import SystemPackage
internal import SystemSupport

/// Collects the facts for a plan: those of the doctor, the user's gpg keys, and the docker client.
struct SetupProbe: Sendable {
    let environment: ProcessEnvironment

    func examine() async throws -> SetupFacts {
        async let docker = dockerVersion()
        let moves = (try? CredentialMigration.interruptedMoves(in: environment)) ?? []
        let machine = await Doctor(environment)
            .facts(examining: SetupBackend.allCases.map(\.rawValue) + moves.map(\.source))
        let keys = try await keys(of: machine.passwordStore)
        return SetupFacts(
            machine: machine,
            ownKeys: keys.own,
            decryptsWithoutPrompt: keys.opens,
            signsStore: environment["PASSWORD_STORE_SIGNING_KEY"] != nil,
            docker: try await docker,
            isDockerPlugin: isDockerPlugin(machine),
            podman: podman,
            interruptedMoves: moves.filter { $0.target == machine.config.text?.credsStore?.name }.map(\.source)
        )
    }

    private var podman: PodmanSetupFacts {
        PodmanSetupFacts(
            programs: PodmanProof.programs(in: environment),
            conf: Result { () throws(CredentialStoreError) in try RegistriesConf(environment: environment) },
            dropIns: Result { () throws(CredentialStoreError) in try RegistriesConfDropIn.paths(in: environment) }
        )
    }

    /// Returns the user's own keys, and whether gpg decrypts with each of them and of the store's without a prompt.
    private func keys(of store: PasswordStoreFacts?) async throws -> (own: [GpgOwnKeys.Key], opens: [String: Bool]) {
        try await BlockingWork.run {
            let gpg = GpgProbe(environment: environment, timeout: Self.gpgLimit)
            let own = gpg.ownKeys()
            var opens: [String: Bool] = [:]
            for name in (store?.keys ?? []).filter(\.hasSecret).map(\.name) + own.map(\.fingerprint) {
                guard opens[name] == nil, let listing = gpg.listing(of: [name]) else { continue }
                opens[name] = gpg.secretPart(of: GpgKeyListing(parsing: listing)) == .unlocked
            }
            return (own, opens)
        }
    }

    /// The limit of a call of gpg; a large keyring takes a second.
    private static let gpgLimit = Duration.seconds(10)

    private func dockerVersion() async throws -> DockerVersion? {
        try await BlockingWork.run {
            guard let docker = try? ExecutableSearch.find("docker", in: environment) else { return nil }
            let outcome = try? ChildProcess.run(
                program: docker,
                arguments: ["--version"],
                environment: environment,
                deadline: .after(.seconds(5)),
                outputLimit: 1 << 16,
                terminal: .none
            )
            return outcome.flatMap { DockerVersion(parsing: String(decoding: $0.output, as: UTF8.self)) }
        }
    }

    /// Whether docker finds the plugin, in the directories of docker/cli (`cli-plugins/manager/manager_unix.go`).
    private func isDockerPlugin(_ machine: MachineFacts) -> Bool {
        let extra = machine.config.text?.document.root["cliPluginsExtraDirs"]?.elements.compactMap(\.string) ?? []
        let own = FilePath(machine.config.path).removingLastComponent().appending("cli-plugins").string
        let shared = ["/usr/local/lib", "/usr/local/libexec", "/usr/lib", "/usr/libexec"].map {
            "\($0)/docker/cli-plugins"
        }
        return (extra + [own] + shared).contains { directory in
            (try? FileStatus(of: FilePath(directory).appending("docker-creds")))?.kind == .regular
        }
    }
}
