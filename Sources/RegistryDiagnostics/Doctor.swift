internal import HelperProtocol
public import RegistryCredentials
internal import SystemPackage
package import SystemSupport

/// Diagnoses problems with registry credentials for docker, podman and credential helpers on this machine.
///
/// An examination is read-only. It does not prompt, start a bus or a keyring, or use the network. Probes run in
/// parallel and end within ``Options/probeTimeout`` and ``Options/helperTimeout``.
///
/// ```swift
/// let report = await Doctor().examine()
/// for finding in report.findings { print(finding.check, finding.summary, finding.remedy ?? "") }
/// ```
public struct Doctor: Sendable {
    /// Options for an examination.
    public struct Options: Sendable {
        /// The timeout for the bus, gpg and files: 2 seconds by default.
        public var probeTimeout: Duration = .seconds(2)

        /// The timeout for one call of a helper: 3 seconds by default.
        public var helperTimeout: Duration = .seconds(3)

        /// Whether to test each helper by storing, reading and erasing an entry for a registry that cannot exist.
        public var storesTestEntry = false

        /// A function that verifies a saved credential with its registry; nil to skip verification.
        ///
        /// It is called with the registry of each saved login. The caller provides it because this library does not use
        /// the network.
        public var verify: (@Sendable (ServerAddress) async -> RegistryAnswer)?

        /// Creates options with their defaults.
        public init() {}
    }

    let environment: ProcessEnvironment
    private let options: Options

    /// Creates a doctor for an environment.
    ///
    /// - Parameters:
    ///   - environment: The user's environment variables; nil for those of this process.
    ///   - options: What the examination may do beyond looking.
    public init(environment: [String: String]? = nil, options: Options = Options()) {
        self.init(environment.map { ProcessEnvironment($0) } ?? .current, options: options)
    }

    /// Creates a doctor for an environment whose values are bytes.
    package init(_ environment: ProcessEnvironment, options: Options = Options()) {
        self.environment = environment
        self.options = options
    }

    /// Examines the machine and runs all checks.
    ///
    /// Anything that cannot be examined is a finding. The report also shows which credentials docker, podman and skopeo
    /// would use for `servers`.
    public func examine(_ servers: [ServerAddress] = []) async -> DiagnosticReport {
        let machine = await facts()
        return DiagnosticReport(
            findings: DiagnosticChecks.findings(in: machine),
            context: DiagnosticContext(machine).lines,
            lookups: await lookups(for: servers)
        )
    }

    /// The environment variables in the form that stores take.
    var variables: [String: String] { environment.variables }

    /// Collects the facts that the checks need.
    ///
    /// - Parameter further: Helpers to examine that no file names, installed or not.
    /// - Returns: The facts.
    package func facts(examining further: [String] = []) async -> MachineFacts {
        let user = currentUser
        let probe = ConfigFileProbe(environment: environment, user: user)
        var machine = MachineFacts(environment: environment, user: user, config: probe.examine())
        machine.otherConfigs = probe.others()
        machine.surroundings = SurroundingsProbe(environment: environment).examine()
        machine.podman = PodmanProbe(environment: environment).examine()
        machine.defaultHelper = DefaultHelperFacts(machine.config, environment)
        machine.replacementHelper = environment.hasProgram("docker-credential-file") ? "file" : nil

        var names: [String] = []
        let named = (machine.config.text?.helpers.map(\.name) ?? []) + machine.podman.credentialHelpers
        for name in named + [machine.defaultHelper].compactMap(\.chosenName) + further where !names.contains(name) {
            names.append(name)
        }
        await examine(names, &machine)
        return machine
    }

    /// Runs the slow probes in parallel.
    private func examine(_ names: [String], _ machine: inout MachineFacts) async {
        let helpers = HelperProbe(environment: environment, timeout: options.helperTimeout)
        let storesTestEntry = options.storesTestEntry
        async let keyring = onThread(if: names.contains("secretservice")) { [environment, options, machine] in
            KeyringProbe(environment: environment, user: machine.user.number, timeout: options.probeTimeout).examine()
        }
        async let store = onThread(if: names.contains("pass")) { [environment, options] in
            PasswordStoreProbe(environment: environment, timeout: options.probeTimeout).examine()
        }
        let usesFile = names.contains { $0 == "file" || $0 == BackendOrder.caller }
        async let encrypted = onThread(if: usesFile) { [environment] in
            EncryptedStoreProbe(environment: environment).examine()
        }
        machine.helpers = await withTaskGroup(of: (Int, HelperFacts?).self) { group in
            for (index, name) in names.enumerated() {
                group.addTask {
                    (index, await onThread { helpers.examine(name, storesTestEntry: storesTestEntry) })
                }
            }
            var facts: [(Int, HelperFacts)] = []
            for await case (let index, let helper?) in group { facts.append((index, helper)) }
            return facts.sorted { $0.0 < $1.0 }.map(\.1)
        }
        machine.keyring = await keyring
        machine.passwordStore = await store
        machine.encryptedStore = await encrypted.flatMap(\.self)
        machine.verifications = await verifications(machine)
    }

    private func verifications(_ machine: MachineFacts) async -> [VerificationFacts] {
        guard let verify = options.verify else { return [] }
        // A login that a helper keeps need not have an entry in the file.
        let keys =
            (machine.config.text?.entries ?? []).map(\.key) + machine.helpers.flatMap { $0.listed ?? [] }
            + machine.podman.authFiles.flatMap(\.servers)
        var servers: [ServerAddress] = []
        for server in keys.compactMap({ try? ServerAddress($0) }) where !servers.contains(server) {
            servers.append(server)
        }
        return await withTaskGroup(of: (Int, VerificationFacts).self) { group in
            for (index, server) in servers.enumerated() {
                group.addTask {
                    (index, VerificationFacts(server: server.description, await verify(server)))
                }
            }
            var facts: [(Int, VerificationFacts)] = []
            for await fact in group { facts.append(fact) }
            return facts.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}

extension ProcessEnvironment {
    /// The owner of the home directory; nil if it cannot be determined.
    var homeOwner: UInt32? { path(of: "HOME").flatMap { try? FileStatus(of: $0).owner } }
}

/// Runs blocking work on a separate thread, because tasks must not block their threads.
private func onThread<Value: Sendable>(
    if isNeeded: Bool = true,
    _ work: @escaping @Sendable () -> Value
) async -> Value? {
    // The work does not throw, and so neither does the call.
    isNeeded ? try? await BlockingWork.run(work) : nil
}

extension Doctor {
    /// Returns the findings for a config file that docker does not use, because of its location or syntax (C01 and
    /// C02).
    ///
    /// Reads one file and runs no programs, so it is cheap enough to call after each login.
    public func configFileFindings() -> [DiagnosticFinding] {
        let user = currentUser
        let config = ConfigFileProbe(environment: environment, user: user).examine()
        let machine = MachineFacts(environment: environment, user: user, config: config)
        return ConfigLocationCheck().findings(in: machine) + ConfigSyntaxCheck().findings(in: machine)
    }

    /// The user who runs the examination.
    var currentUser: UserFacts {
        UserFacts(
            number: CurrentProcess.effectiveUser,
            sudoUser: environment["SUDO_USER"],
            homeOwner: environment.homeOwner
        )
    }
}
