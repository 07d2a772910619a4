internal import SystemSupport

/// C23: podman's own files.
package struct PodmanCheck: DiagnosticCheck {
    package static let identifier = "C23"
    package static let title = "podman's files"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        let files = machine.podman.authFiles.flatMap { file in
            [unreadable(file), ignored(file), temporary(file, machine)].compactMap(\.self)
        }
        return [unreadableConf(machine.podman)].compactMap(\.self) + missingHelpers(machine) + files
    }

    private func unreadableConf(_ podman: PodmanFacts) -> DiagnosticFinding? {
        guard podman.isInstalled, let problem = podman.registriesConfProblem else { return nil }
        return finding(
            "cannot read podman's registries.conf: \(problem)",
            file: podman.registriesConf,
            consequence: "podman and skopeo fail for every registry",
            remedy: "Fix the file, or remove it"
        )
    }

    private func missingHelpers(_ machine: MachineFacts) -> [DiagnosticFinding] {
        guard machine.podman.isInstalled else { return [] }
        return machine.podman.credentialHelpers.compactMap { name in
            guard let helper = machine.helpers.first(where: { $0.name == name }), helper.path == nil else { return nil }
            return finding(
                Diagnosis.notFoundInPath(helper.program.escapedForDisplay, role: "credential helper").message,
                file: machine.podman.registriesConf,
                consequence: "podman and skopeo fail for each registry without another login",
                remedy: "Install it, or remove it from \"credential-helpers\" in that file"
            )
        }
    }

    private func unreadable(_ file: PodmanFacts.AuthFile) -> DiagnosticFinding? {
        file.problem.map {
            finding("cannot read podman's auth.json: \($0)", file: file.path, consequence: "podman finds no login")
        }
    }

    private func ignored(_ file: PodmanFacts.AuthFile) -> DiagnosticFinding? {
        file.credsStoreLine.map {
            finding(
                "podman does not read \"credsStore\" in auth.json",
                file: file.path,
                line: $0,
                consequence: "the helper is never asked",
                remedy: "Name helpers in \"credHelpers\""
            )
        }
    }

    private func temporary(_ file: PodmanFacts.AuthFile, _ machine: MachineFacts) -> DiagnosticFinding? {
        guard file.isTemporary, !file.servers.isEmpty, machine.podman.isInstalled else { return nil }
        let kept = machine.podman.authFiles.filter { !$0.isTemporary }.flatMap(\.servers)
        let lost = file.servers.filter { !kept.contains($0) }
        guard !lost.isEmpty else { return nil }
        return finding(
            "podman's login for \(Phrases.names(lost)) is in a file that is gone after a restart",
            .note,
            file: file.path,
            remedy: "Log in once more: podman login --authfile ~/.config/containers/auth.json "
                + (lost.first ?? "").escapedForDisplay.shellQuoted
        )
    }
}
