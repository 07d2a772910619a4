internal import SystemSupport

/// C01: which config file docker reads, and whether the logins are in another one.
package struct ConfigLocationCheck: DiagnosticCheck {
    package static let identifier = "C01"
    package static let title = "the config file that docker reads"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        directory(machine) + others(machine)
    }

    private func directory(_ machine: MachineFacts) -> [DiagnosticFinding] {
        let config = machine.config
        if config.origin == .unknown {
            return [
                finding(
                    "cannot locate the config file: neither HOME nor DOCKER_CONFIG is set",
                    consequence: "docker finds no login",
                    remedy: "Set HOME, or DOCKER_CONFIG to the directory of config.json"
                )
            ]
        }
        guard config.origin == .dockerConfig, let directory = machine.environment["DOCKER_CONFIG"] else { return [] }
        if directory.hasPrefix("~") {
            return [
                finding(
                    "DOCKER_CONFIG begins with a tilde, which only a shell expands: \(directory.escapedForDisplay)",
                    file: config.path,
                    consequence: "docker looks for a directory named ~ and finds no login",
                    remedy: "Set DOCKER_CONFIG=\"$HOME\(String(directory.dropFirst()).escapedForDisplay)\""
                )
            ]
        }
        guard config.content == .missing, config.directoryStatus == nil else { return [] }
        return [
            finding(
                "DOCKER_CONFIG names a directory that does not exist: \(directory.escapedForDisplay)",
                file: config.path,
                consequence: "docker finds no login",
                remedy: "Unset DOCKER_CONFIG, or run: mkdir -m 700 \(directory.shellQuoted)"
            )
        ]
    }

    private func others(_ machine: MachineFacts) -> [DiagnosticFinding] {
        let own = Set(machine.config.text?.entries.map(\.key) ?? [])
        return machine.otherConfigs.compactMap { other in
            guard case .other(let whose) = other.origin, let text = other.text else { return nil }
            let keys = text.entries.map(\.key).filter { !own.contains($0) }
            guard !keys.isEmpty else { return nil }
            let who = machine.user.sudoUser.map {
                "docker runs as root through sudo, called by \($0.escapedForDisplay)"
            }
            return finding(
                "\(Phrases.servers(keys)) in the config file of \(whose), which docker does not read here",
                file: other.path,
                consequence: who,
                remedy: "Run docker without sudo, or set DOCKER_CONFIG to the directory of that file"
            )
        }
    }
}
