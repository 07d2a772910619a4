internal import RegistryCredentials
internal import RegistryDiagnostics
internal import SystemSupport

/// What is written to the config file: `credsStore`, moved passwords, and the error hook.
extension SetupPlanner {
    func addConfiguration(of helper: String, to preparation: inout Preparation) {
        let program = facts.helper(helper).program
        let text = facts.machine.config.text
        let configured = text?.credsStore?.name
        let plain = (text?.entries ?? []).filter { !$0.secrets.isEmpty }.map(\.key)
        let moves = !plain.isEmpty && request.migrates == .yes
        if !plain.isEmpty, request.migrates == .undecided { preparation.questions.append(.migrate(registries: plain)) }
        guard configured != helper else {
            let interrupted = facts.interruptedMoves.filter { movesLogins(of: facts.helper($0)) }
            for other in interrupted { addLogins(of: facts.helper(other), to: helper, &preparation) }
            let continued = request.movesLogins == .yes ? interrupted : []
            if !preparation.steps.isEmpty || moves || !continued.isEmpty || wasInterrupted(in: helper) {
                preparation.steps.append(.proveHelper(program: program))
            }
            preparation.steps += continued.map { .moveLogins(from: $0, to: helper) }
            if moves { preparation.steps.append(.migrate(registries: plain)) }
            return
        }
        if let configured {
            switch request.replacesHelper {
            case .yes:
                addLogins(of: facts.helper(configured), to: helper, &preparation)
            case .undecided: preparation.questions.append(.replaceHelper(name: configured))
            case .no:
                preparation.parts.append(
                    SetupPart(
                        "config file",
                        .missing,
                        "credsStore names another helper: \(configured.escapedForDisplay)",
                        remedy: "Keep it, or pass --yes to replace it"
                    )
                )
                return
            }
        }
        preparation.steps.append(.proveHelper(program: program))
        if let configured { keep(facts.helper(configured), &preparation) }
        if let configured, movesLogins(of: facts.helper(configured)), request.movesLogins == .yes {
            preparation.steps.append(.moveLogins(from: configured, to: helper))
        }
        preparation.steps.append(
            .setCredentialsStore(name: helper, replacing: configured, moving: moves ? plain : [])
        )
        if !moves, !plain.isEmpty {
            preparation.notes.append(
                "Docker will no longer use the plain-text passwords of \(SetupText.list(plain)), which stay in the file."
            )
        }
        if let others = text?.credHelpers, !others.isEmpty {
            let names = SetupText.list(others.compactMap(\.key))
            preparation.notes.append("\"credHelpers\" is not changed: it names helpers for \(names).")
        }
    }

    /// Whether a helper has the test entry of a proof that was interrupted, so that it has to be proven again.
    func wasInterrupted(in helper: String) -> Bool {
        facts.helper(helper).listed?.contains(HelperProof.server) ?? false
    }

    /// Whether a helper has logins that can be moved.
    private func movesLogins(of helper: HelperFacts) -> Bool {
        helper.works && helper.listed?.isEmpty == false && !HelperTraits.onlySupplies(helper.name)
            && !HelperTraits.isForwarding(helper.name)
    }

    /// Keeps a helper that supplies the credentials of its registries.
    private func keep(_ replaced: HelperFacts, _ preparation: inout Preparation) {
        guard replaced.onlySupplies else { return }
        let registries = facts.machine.keys(suppliedBy: replaced)
        guard registries.isEmpty else {
            return preparation.steps.append(.keepHelper(name: replaced.name, registries: registries))
        }
        preparation.notes.append(
            "Docker will no longer call \(replaced.program.escapedForDisplay). Name it in \"credHelpers\" for its registries."
        )
    }

    /// Offers to move the logins of the helper that is replaced, or says where they stay.
    private func addLogins(of replaced: HelperFacts, to helper: String, _ preparation: inout Preparation) {
        let program = replaced.program.escapedForDisplay
        let command = "docker creds migrate --from \(replaced.name.shellQuoted) --to \(helper)"
        guard movesLogins(of: replaced) else {
            // An empty list is no reason for a note.
            guard !replaced.works, !replaced.onlySupplies else { return }
            preparation.notes.append(
                "Logins that \(program) has saved stay there, because it does not work here. "
                    + "Once it works, move them: \(command)"
            )
            return
        }
        switch request.movesLogins {
        case .yes: break
        case .undecided:
            let count = replaced.listed?.count ?? 0
            preparation.questions.append(.moveLogins(from: replaced.name, count: count))
        case .no:
            preparation.notes.append("Docker will no longer use the logins of \(program). Move them: \(command)")
        }
    }

    func addHook(to preparation: inout Preparation) {
        guard !ErrorHook.isEnabled(in: facts.machine.config.text, docker: facts.docker) else { return }
        switch (request.enablesHook, facts.isDockerPlugin) {
        case (.no, _), (.undecided, false): return
        case (.undecided, true): preparation.questions.append(.enableHook)
        case (.yes, true):
            preparation.steps.append(.enableHook(isForEveryCommand: facts.docker?.hasErrorHooks == false))
        case (.yes, false):
            preparation.parts.append(
                SetupPart(
                    "docker plugin",
                    .missing,
                    "docker does not find docker-creds as a plugin",
                    remedy:
                        "Run: mkdir -p ~/.docker/cli-plugins && ln -s \"$(command -v docker-creds)\" ~/.docker/cli-plugins/"
                )
            )
        }
    }
}
