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
        async let own = ownKeys()
        async let docker = dockerVersion()
        let machine = await Doctor(environment).facts(examining: SetupBackend.allCases.map(\.rawValue))
        let keys = try await own
        let names = (machine.passwordStore?.keys ?? []).filter(\.hasSecret).map(\.name) + keys.map(\.fingerprint)
        return SetupFacts(
            machine: machine,
            ownKeys: keys,
            decryptsWithoutPrompt: try await decryption(names),
            signsStore: environment["PASSWORD_STORE_SIGNING_KEY"] != nil,
            docker: try await docker,
            isDockerPlugin: isDockerPlugin(machine)
        )
    }

    private func ownKeys() async throws -> [GpgOwnKeys.Key] {
        try await BlockingWork.run { GpgProgram(environment: environment).ownKeys() }
    }

    /// Tries each key; at most as many as anybody has, because each takes two runs of gpg.
    private func decryption(_ names: [String]) async throws -> [String: Bool] {
        try await BlockingWork.run {
            let gpg = GpgProgram(environment: environment)
            var results: [String: Bool] = [:]
            for name in names.prefix(4) where results[name] == nil { results[name] = gpg.decryptsWithoutPrompt(name) }
            return results
        }
    }

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
