internal import Dispatch
public import RegistryCredentials
internal import SystemPackage
internal import SystemSupport

/// Examines what docker, podman and credential helpers find on this machine, and says what is wrong.
///
/// An examination is read-only: it prompts for nothing, starts no bus and no keyring, and sends nothing to a network.
/// Probes run in parallel and end within ``Options/probeTimeout`` and ``Options/helperTimeout``.
///
/// ```swift
/// let report = await Doctor().examine()
/// for finding in report.findings { print(finding.check, finding.summary, finding.remedy ?? "") }
/// ```
public struct Doctor: Sendable {
    /// What an examination may do beyond looking.
    public struct Options: Sendable {
        /// The longest wait for the bus, gpg and files: 2 seconds by default.
        public var probeTimeout: Duration = .seconds(2)

        /// The longest wait for one answer of a helper: 3 seconds by default.
        public var helperTimeout: Duration = .seconds(3)

        /// Whether each helper stores, reads back and erases an entry for a server that nobody has.
        public var storesTestEntry = false

        /// Asks a registry whether a saved credential is valid; nil asks none.
        ///
        /// Gets the registry of each saved login. Checks over values need no network, so the caller brings one.
        public var verify: (@Sendable (ServerAddress) async -> Verification)?

        /// The defaults.
        public init() {}
    }

    /// What a registry says of a saved credential.
    public enum Verification: Sendable, Equatable {
        /// The registry accepts it.
        case valid
        /// The registry rejects it.
        case rejected
        /// It has expired, by its own date or by the registry's words.
        case expired
        /// The registry cannot be reached, with the reason.
        case unreachable(String)
        /// The registry asks for no login.
        case notNeeded
    }

    let environment: ProcessEnvironment
    private let options: Options

    /// A doctor for this process's environment, or another.
    ///
    /// - Parameters:
    ///   - environment: All variables of the user; nil for those of this process.
    ///   - options: What the examination may do beyond looking.
    public init(environment: [String: String]? = nil, options: Options = Options()) {
        self.environment = environment.map { ProcessEnvironment($0) } ?? .current
        self.options = options
    }

    /// Looks at the machine and runs all checks.
    ///
    /// What cannot be looked at is a finding. The report also says what docker, podman and skopeo would use for `servers`.
    public func examine(_ servers: [ServerAddress] = []) async -> DiagnosticReport {
        let machine = await facts()
        return DiagnosticReport(
            findings: DiagnosticChecks.findings(in: machine),
            context: DiagnosticContext(machine).lines,
            lookups: await lookups(for: servers)
        )
    }

    /// All variables, as stores take them.
    var variables: [String: String] { environment.variables }

    /// What there is to know of the machine.
    package func facts() async -> MachineFacts {
        let user = currentUser
        let probe = ConfigFileProbe(environment: environment, user: user)
        var machine = MachineFacts(environment: environment, user: user, config: probe.examine())
        machine.otherConfigs = probe.others()
        machine.surroundings = SurroundingsProbe(environment: environment).examine()
        machine.podman = PodmanProbe(environment: environment, user: user.number).examine()
        machine.defaultHelper = defaultHelper(machine.config)

        var names: [String] = []
        for name in (machine.config.text?.helpers.map(\.name) ?? []) + [machine.defaultHelper].compactMap(\.chosenName)
        where !names.contains(name) { names.append(name) }
        await examine(names, &machine)
        return machine
    }

    /// Runs all that takes time at once.
    private func examine(_ names: [String], _ machine: inout MachineFacts) async {
        let helpers = HelperProbe(environment: environment, timeout: options.helperTimeout)
        let storesTestEntry = options.storesTestEntry
        async let keyring = onThread(if: names.contains("secretservice")) { [environment, options, machine] in
            KeyringProbe(environment: environment, user: machine.user.number, timeout: options.probeTimeout).examine()
        }
        async let store = onThread(if: names.contains("pass")) { [environment, options] in
            PasswordStoreProbe(environment: environment, timeout: options.probeTimeout).examine()
        }
        async let verifications = verifications(machine)
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
        machine.verifications = await verifications
    }

    private func verifications(_ machine: MachineFacts) async -> [VerificationFacts] {
        guard let verify = options.verify else { return [] }
        var servers: [ServerAddress] = []
        for server in (machine.config.text?.entries ?? []).compactMap(\.server) where !servers.contains(server) {
            servers.append(server)
        }
        return await withTaskGroup(of: (Int, VerificationFacts).self) { group in
            for (index, server) in servers.enumerated() {
                group.addTask {
                    (index, VerificationFacts(server: server.description, result: .init(await verify(server))))
                }
            }
            var facts: [(Int, VerificationFacts)] = []
            for await fact in group { facts.append(fact) }
            return facts.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// By docker's rule: `pass` where a program of that name is in PATH, else `secretservice`; only without any entry.
    private func defaultHelper(_ config: ConfigFileFacts) -> DefaultHelperFacts {
        let has = { (program: String) in (try? ExecutableSearch.find(program, in: environment)) != nil }
        let isConfigured =
            config.text.map { !$0.helpers.isEmpty || !$0.entries.isEmpty } ?? (config.content != .missing)
        if has("pass") {
            let hasHelper = has("docker-credential-pass")
            return DefaultHelperFacts(
                name: hasHelper ? "pass" : nil,
                isChosen: hasHelper && !isConfigured,
                lacksPassHelper: !hasHelper
            )
        }
        let hasHelper = has("docker-credential-secretservice")
        return DefaultHelperFacts(name: hasHelper ? "secretservice" : nil, isChosen: hasHelper && !isConfigured)
    }
}

extension ProcessEnvironment {
    /// The owner of the home directory; nil if it cannot be looked at.
    var homeOwner: UInt32? { self["HOME"].flatMap { try? FileStatus(of: FilePath($0)).owner } }
}

extension DefaultHelperFacts {
    fileprivate var chosenName: String? { isChosen ? name : nil }
}

extension VerificationFacts.Result {
    fileprivate init(_ verification: Doctor.Verification) {
        self =
            switch verification {
            case .valid: .valid
            case .rejected: .rejected
            case .expired: .expired
            case .unreachable(let why): .unreachable(why)
            case .notNeeded: .notNeeded
            }
    }
}

/// Runs what waits for files and programs on a thread of its own, as the threads of tasks must not wait.
private func onThread<Value: Sendable>(
    if isNeeded: Bool = true,
    _ work: @escaping @Sendable () -> Value
) async -> Value? {
    guard isNeeded else { return nil }
    return await withCheckedContinuation { continuation in
        DispatchQueue(label: "registry-diagnostics.probe").async { continuation.resume(returning: work()) }
    }
}
