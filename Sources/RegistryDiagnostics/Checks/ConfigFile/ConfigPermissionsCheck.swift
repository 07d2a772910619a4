internal import SystemPackage
internal import SystemSupport

/// C03: the owner of the config file, and who may read it.
package struct ConfigPermissionsCheck: DiagnosticCheck {
    package static let identifier = "C03"
    package static let title = "the owner and the mode of the config file"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        file(machine) + directory(machine)
    }

    private func file(_ machine: MachineFacts) -> [DiagnosticFinding] {
        let config = machine.config
        guard let status = config.status, status.kind == .regular else { return [] }
        var findings: [DiagnosticFinding] = []
        let owner = machine.user.number == 0 ? machine.user.homeOwner ?? 0 : machine.user.number
        if status.owner != owner, status.owner != machine.user.number {
            findings.append(
                finding(
                    "the config file belongs to user \(status.owner), not to user \(owner)",
                    file: config.path,
                    consequence: "docker cannot save a login; `sudo docker login` often leaves it so",
                    remedy: "Run: \(machine.user.number == 0 ? "" : "sudo ")chown \(owner) \(config.path.shellQuoted)"
                )
            )
        } else if machine.user.number == 0, status.owner != owner {
            findings.append(
                finding(
                    "the config file belongs to root in the home directory of user \(owner)",
                    file: config.path,
                    consequence: "docker run by that user cannot read or save logins",
                    remedy: "Run: chown \(owner) \(config.path.shellQuoted)"
                )
            )
        }
        let open = status.permissions.rawValue & 0o077
        if open != 0, config.text?.entries.contains(where: { !$0.secrets.isEmpty }) == true {
            findings.append(
                finding(
                    "the config file holds passwords, and \(Diagnosis.openToOthers(status.permissions))",
                    file: config.path,
                    consequence: "other users of this machine can read or replace them",
                    remedy: "Run: chmod 600 \(config.path.shellQuoted)",
                    fix: .mode(of: config.path, 0o600)
                )
            )
        }
        return findings
    }

    private func directory(_ machine: MachineFacts) -> [DiagnosticFinding] {
        let config = machine.config
        guard let status = config.directoryStatus, status.permissions.rawValue & 0o022 != 0,
            status.permissions.rawValue & 0o1000 == 0
        else { return [] }
        let path = FilePath(config.path).removingLastComponent().string
        return [
            finding(
                "other users can write to the directory of the config file (mode \(status.permissions.octal))",
                file: path,
                consequence: "they can replace the file and choose the helper that gets the next password",
                remedy: "Run: chmod go-w \(path.shellQuoted)",
                fix: .mode(of: path, UInt32(status.permissions.rawValue) & ~0o022)
            )
        ]
    }
}
