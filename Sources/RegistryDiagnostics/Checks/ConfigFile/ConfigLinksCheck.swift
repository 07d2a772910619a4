internal import SystemSupport

/// C04: whether the config file can be replaced where it is.
package struct ConfigLinksCheck: DiagnosticCheck {
    package static let identifier = "C04"
    package static let title = "links, mounts and read-only places of the config file"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        let config = machine.config
        guard case .bytes = config.content else { return dangling(config) }
        let target = config.links.last ?? config.path
        if !config.isWritable {
            let what =
                config.links.isEmpty ? "the config file is read-only" : "the config file is a link to a read-only file"
            return [
                finding(
                    config.links.isEmpty ? what : "\(what): \(target.escapedForDisplay)",
                    file: config.path,
                    consequence: "`docker login` cannot save; with a helper it fails after the helper has saved",
                    remedy:
                        "Set \"credsStore\" where that file comes from, or point DOCKER_CONFIG to a directory of yours"
                )
            ]
        }
        if config.isMountPoint || !config.isReplaceable {
            let why = config.isMountPoint ? "is mounted as a single file" : "is in a directory that you cannot write to"
            return [
                finding(
                    "the config file \(why)",
                    file: config.path,
                    consequence:
                        "`docker login` fails, because it renames a new file over it; `docker creds` rewrites it in place",
                    remedy: "Mount its directory instead, or save logins with: docker creds login"
                )
            ]
        }
        return []
    }

    private func dangling(_ config: ConfigFileFacts) -> [DiagnosticFinding] {
        guard config.content == .missing, let target = config.links.last else { return [] }
        return [
            finding(
                "the config file is a link to a file that does not exist: \(target.escapedForDisplay)",
                file: config.path,
                consequence: "docker finds no login",
                remedy: "Create that file, or remove the link: rm \(config.path.shellQuoted)"
            )
        ]
    }
}
