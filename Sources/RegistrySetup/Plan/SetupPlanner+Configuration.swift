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
            if !preparation.steps.isEmpty || moves { preparation.steps.append(.proveHelper(program: program)) }
            if moves { preparation.steps.append(.migrate(registries: plain)) }
            return
        }
        if let configured {
            switch request.replacesHelper {
            case .yes:
                preparation.notes.append(
                    "Logins that docker-credential-\(configured.escapedForDisplay) has saved stay there."
                )
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
        preparation.steps += [
            .proveHelper(program: program),
            .setCredentialsStore(name: helper, replacing: configured, moving: moves ? plain : []),
        ]
        if !moves, !plain.isEmpty {
            preparation.notes.append(
                "Docker will no longer use the plain-text passwords of \(SetupText.list(plain)), which stay in the file."
            )
        }
        if let others = text?.credHelpers, !others.isEmpty {
            let names = SetupText.list(others.compactMap(\.key))
            preparation.notes.append("\"credHelpers\" is left alone: it names helpers for \(names).")
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
