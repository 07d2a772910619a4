internal import SystemSupport

/// C24: environments in which helpers behave differently: WSL, dev containers, snaps, user namespaces.
package struct SurroundingsCheck: DiagnosticCheck {
    package static let identifier = "C24"
    package static let title = "WSL, containers, snaps and user namespaces"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        windows(machine) + forwarding(machine) + snap(machine) + namespace(machine)
    }

    /// Whether a helper is a program of Windows, which WSL runs.
    static func isWindowsProgram(_ name: String) -> Bool { name.hasSuffix(".exe") }

    /// Distinguishes the five ways in which a Windows helper fails from Linux.
    private func windows(_ machine: MachineFacts) -> [DiagnosticFinding] {
        let place = machine.surroundings
        return machine.helpers.filter { Self.isWindowsProgram($0.name) }.compactMap { helper in
            let named = machine.config.text?.helpers.first { $0.name == helper.name }
            let fault: (what: String, remedy: String)? =
                switch (place.windowsInterop, helper.path, helper.get) {
                case (.notWSL, _, _):
                    (
                        "is a Windows program, and this is not WSL",
                        "Name another helper in the config file, such as \"file\""
                    )
                case (.disabled, _, _):
                    (
                        "is a Windows program, and WSL's interop is off",
                        "Set enabled=true below [interop] in /etc/wsl.conf, and run in Windows: wsl --shutdown"
                    )
                case (.enabled, nil, _):
                    (
                        "is not in PATH",
                        "Set appendWindowsPath=true below [interop] in /etc/wsl.conf, or start Docker Desktop"
                    )
                case (.enabled, _, .notStarted(let why)):
                    (
                        "cannot be started: \(why)",
                        "Check whether a policy of Windows blocks it, and start Docker Desktop"
                    )
                case (.enabled, _, .failed):
                    (
                        "fails, as it does without a Windows logon session",
                        "Use it from a session that was started by a Windows login, or name another helper in the config file, such as \"file\""
                    )
                default: nil
                }
            return fault.map {
                finding(
                    "\(helper.program.escapedForDisplay) \($0.what)",
                    file: machine.config.path,
                    line: named?.line,
                    consequence: "docker fails, even for public images",
                    remedy: $0.remedy,
                    fix: machine.replacementHelper.flatMap { replacement in
                        machine.config.replacingContent { $0.replacingHelper(helper.name, with: replacement) }
                    }
                )
            }
        }
    }

    private func forwarding(_ machine: MachineFacts) -> [DiagnosticFinding] {
        machine.helpers.filter(\.isForwarding).map { helper in
            finding(
                "\(helper.program.escapedForDisplay) forwards to another machine and lives as long as that session",
                .note,
                consequence: "it fails after the session; logins are not copied into it",
                remedy: "Name your own helper for single registries in \"credHelpers\", and leave this one alone"
            )
        }
    }

    private func snap(_ machine: MachineFacts) -> [DiagnosticFinding] {
        guard machine.surroundings.dockerIsSnap, !machine.helpers.isEmpty else { return [] }
        return [
            finding(
                "docker is installed as a snap, which sees neither your PATH nor hidden files in your home directory",
                consequence: "it does not find credential helpers",
                remedy: "Install docker from its own packages or from your distribution"
            )
        ]
    }

    private func namespace(_ machine: MachineFacts) -> [DiagnosticFinding] {
        guard machine.surroundings.isUserNamespace, machine.usesKeyring else { return [] }
        return [
            finding(
                "this is inside a user namespace, as in `podman unshare`",
                .note,
                consequence: "the session bus may refuse the user that a helper seems to be",
                remedy: "Log in outside of it"
            )
        ]
    }
}
