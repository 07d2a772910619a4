internal import RegistryDiagnostics
internal import SystemPackage
internal import SystemSupport

/// Makes a plan from facts and a request, without examining the machine.
package struct SetupPlanner {
    let facts: SetupFacts
    let request: SetupRequest

    package init(_ facts: SetupFacts, _ request: SetupRequest) {
        self.facts = facts
        self.request = request
    }

    /// The parts of a helper, with the steps that create those that are missing.
    struct Preparation {
        var parts: [SetupPart] = []
        var steps: [SetupStep] = []
        var questions: [SetupQuestion] = []
        var notes: [String] = []
    }

    package func plan() -> SetupPlan {
        let chosen =
            request.backend.map { SetupRecommendation($0.rawValue, "you asked for it") }
            ?? SetupRecommendation.suiting(facts, request.client)
        var preparation = Preparation()
        if request.client == .docker { addConfigFile(to: &preparation) }
        addHelper(chosen.helper, to: &preparation)
        switch SetupBackend(rawValue: chosen.helper) {
        case .pass: addPasswordStore(to: &preparation)
        case .secretservice: addKeyring(to: &preparation)
        case .auto: addBackends(to: &preparation)
        case .file, nil: break
        }
        switch request.client {
        case .docker:
            addConfiguration(of: chosen.helper, to: &preparation)
            addHook(to: &preparation)
        case .podman: addPodman(chosen.helper, to: &preparation)
        }
        return SetupPlan(
            helper: chosen.helper,
            reason: chosen.reason,
            parts: preparation.parts,
            steps: preparation.steps,
            questions: preparation.questions,
            notes: preparation.notes
        )
    }

    /// Adds the config file if it cannot be changed; a missing or empty one can.
    private func addConfigFile(to preparation: inout Preparation) {
        let machine = facts.machine
        let isBlank = machine.config.bytes?.allSatisfy { $0 == 0x20 || 0x09...0x0D ~= $0 } ?? false
        let faults =
            ConfigLocationCheck().findings(in: machine).filter { _ in machine.config.origin == .unknown }
            + (isBlank ? [] : ConfigSyntaxCheck().findings(in: machine))
            + ConfigLinksCheck().findings(in: machine).filter { _ in !machine.config.isWritable }
        guard let fault = faults.first else { return }
        preparation.parts.append(SetupPart("config file", .missing, fault.summary, remedy: fault.remedy))
    }

    private func addHelper(_ name: String, to preparation: inout Preparation) {
        let helper = facts.helper(name)
        let part: SetupPart =
            if let path = helper.path {
                fault(of: helper).map { SetupPart("helper", .missing, $0.what, remedy: $0.remedy) }
                    ?? SetupPart("helper", .ready, path.escapedForDisplay)
            } else if let path = helper.notExecutable {
                SetupPart("helper", missing: .notExecutable(FilePath(path)))
            } else {
                SetupPart(
                    "helper",
                    missing: .notFoundInPath(helper.program, role: "credential helper"),
                    remedy: SetupBackend(rawValue: name) == nil
                        ? "Install it, or set up another helper" : "Run: sudo apt-get install swift-\(helper.program)"
                )
            }
        preparation.parts.append(part)
    }

    /// Returns what is wrong with an installed helper, unless the parts that it needs explain it.
    private func fault(of helper: HelperFacts) -> (what: String, remedy: String?)? {
        var machine = facts.machine
        machine.helpers = [helper]
        if ["pass", "secretservice"].contains(helper.name) {
            switch helper.get {
            case .failed, .locked, .foundNothingInOtherWords: return nil
            default: break
            }
        }
        if helper.get == .locked, !request.hasTerminal {
            return (Diagnosis.locked(helper.program).message, helper.advice.first ?? "Run: docker creds unlock")
        }
        return HelperProtocolCheck().findings(in: machine).first.map { ($0.summary, $0.remedy) }
    }

    /// Adds the helpers that docker-credential-auto calls; one of them is enough.
    private func addBackends(to preparation: inout Preparation) {
        let helper = facts.helper("auto")
        guard helper.path != nil, !helper.backends.isEmpty else { return }
        let found = helper.backends.filter(\.isInstalled).map(\.program)
        guard found.isEmpty else {
            let detail = found.map(\.escapedForDisplay).joined(separator: ", ")
            return preparation.parts.append(SetupPart("backends", .ready, detail))
        }
        preparation.parts.append(
            SetupPart(
                "backends",
                .missing,
                "docker-credential-auto finds none of the helpers that it calls",
                remedy: "Run: sudo apt-get install swift-docker-credential-file"
            )
        )
    }

    private func addKeyring(to preparation: inout Preparation) {
        let machine = facts.machine
        if let fault = SessionBusCheck().findings(in: machine).first {
            preparation.parts.append(SetupPart("bus", .missing, fault.summary, remedy: fault.remedy))
            return
        }
        guard let keyring = machine.keyring, case .reachable(let address) = keyring.bus else {
            preparation.parts.append(SetupPart("bus", .missing, "the session bus was not examined"))
            return
        }
        preparation.parts.append(SetupPart("bus", .ready, address.escapedForDisplay))
        let faults = SecretServiceCheck().findings(in: machine) + KeyringLockCheck().findings(in: machine)
        if let fault = faults.first(where: { $0.severity == .problem }) {
            preparation.parts.append(SetupPart("keyring", .missing, fault.summary, remedy: fault.remedy))
            return
        }
        let detail =
            switch keyring.collection {
            case .locked: "locked; a window asks for its password"
            case .unlocked: "unlocked"
            case .none, .unknown: keyring.hasOwner ? "running" : "started when it is needed"
            }
        preparation.parts.append(SetupPart("keyring", .ready, detail))
    }
}
