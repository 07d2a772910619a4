internal import SystemPackage
internal import SystemSupport

/// C09: helpers that the shell finds and services do not.
package struct HelperPathCheck: DiagnosticCheck {
    package static let identifier = "C09"
    package static let title = "PATH in services and scheduled jobs"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        let visible = Set(machine.surroundings.servicePath)
        guard !visible.isEmpty else { return [] }
        return machine.helpers.compactMap { helper in
            guard let path = helper.path else { return nil }
            let directory = FilePath(path).removingLastComponent().string
            guard !visible.contains(directory) else { return nil }
            return finding(
                "\(helper.program) is in \(directory.escapedForDisplay), which services and cron do not have in PATH",
                .note,
                file: path,
                consequence: "docker run by a systemd unit or a cron job does not find it",
                remedy: "Install it in /usr/local/bin, or set Environment=PATH=… in the unit"
            )
        }
    }
}
