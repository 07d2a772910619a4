internal import SystemSupport

/// A read-only store backed by the environment variables of a build service, each credential bound to its hosts.
///
/// Variables that are set in part, or name a host in a way that could redirect the secret, have no credential and a
/// problem. The problem is not an error of `get`, because it says nothing about other registries.
struct VariableStore: ExplainingStore, ListingStore {
    private let variables: [BoundVariables]
    private let environment: ProcessEnvironment

    init(_ service: BoundVariables.Service, environment: ProcessEnvironment) {
        variables = BoundVariables.of(service)
        self.environment = environment
    }

    func get(_ server: ServerAddress) async throws -> Credential? {
        getSynchronously(server)
    }

    func put(_ credential: Credential, for server: ServerAddress) async throws { throw readOnly("saved", variables) }

    func delete(_ server: ServerAddress) async throws {
        guard let step = steps(for: server).first(where: { $0.credential != nil }) else { return }
        throw readOnly("deleted", variables.filter { $0.password == step.place.file })
    }

    func steps(for server: ServerAddress, runsHelpers: Bool) async throws -> [LookupStep] { steps(for: server) }

    func list() async throws -> [ListedCredential] {
        var listed: [ListedCredential] = []
        for variables in variables {
            let place = CredentialStoreError.Place(file: variables.password)
            switch variables.read(in: environment) {
            case .absent: continue
            case .credential(let hosts, let credential):
                for host in hosts where !listed.contains(where: { $0.server == host }) {
                    listed.append(ListedCredential(key: host.text, username: credential.username, at: place))
                }
            case .unusable(let hosts, let problem):
                guard !listed.contains(where: { $0.problem?.message == problem.message }) else { continue }
                let key = hosts.first?.text ?? ""
                listed.append(ListedCredential(key: key, username: nil, at: place, problem: problem))
            }
        }
        return listed
    }

    /// Why no variable is used for a registry, although some are set; nil if one is used, or none is set.
    func problem(for server: ServerAddress) -> CredentialStoreError? {
        readings(for: server).lazy.compactMap { _, reading in
            if case .unusable(_, let problem) = reading { problem } else { nil }
        }.first
    }

    private func steps(for server: ServerAddress) -> [LookupStep] {
        let readings = readings(for: server)
        guard !readings.isEmpty else {
            return [LookupStep(at: .init(file: variables.first?.password), rule: "", .absent)]
        }
        var answer: String?
        return readings.map { variables, reading in
            var step = LookupStep(at: .init(file: variables.password), rule: variables.rule, .nothing)
            switch reading {
            case .credential(_, let credential):
                step.content = .credential(credential)
                step.status = answer.map { .shadowed(by: $0) } ?? .selected
                answer = answer ?? variables.password
            case .unusable(_, let problem): step.note = problem.message
            case .absent: step.content = .absent
            }
            return step
        }
    }

    /// The variables that are set and are, or could be, meant for a registry.
    private func readings(for server: ServerAddress) -> [(variables: BoundVariables, reading: BoundVariables.Reading)] {
        variables.compactMap { variables in
            let reading = variables.read(in: environment)
            switch reading {
            case .absent: return nil
            case .credential(let hosts, _):
                guard hosts.contains(where: { $0.isSameHost(as: server) }) else { return nil }
            case .unusable(let hosts, _):
                guard hosts.isEmpty || hosts.contains(where: { $0.isSameHost(as: server) }) else { return nil }
            }
            return (variables, reading)
        }
    }

    private func readOnly(_ verb: String, _ variables: [BoundVariables]) -> CredentialStoreError {
        .readOnly(
            "a variable of a build service",
            nothingWas: verb,
            in: variables.first?.password,
            advice: variables.first.map { ["Run: unset \($0.password)"] } ?? []
        )
    }
}

extension VariableStore: SynchronousStore {
    func getSynchronously(_ server: ServerAddress) -> Credential? {
        steps(for: server).lazy.compactMap(\.credential).first
    }
}

extension BoundVariables {
    /// Why the variables are considered for a registry.
    fileprivate var rule: String {
        switch hosts {
        case .fixed: "the host is the service's registry"
        case .variable(let name): "the host is the one in \(name)"
        }
    }
}
