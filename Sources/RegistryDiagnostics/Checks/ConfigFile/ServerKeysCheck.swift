internal import RegistryCredentials
internal import SystemSupport

/// C21: several entries for one registry, and entries that docker never reads.
package struct ServerKeysCheck: DiagnosticCheck {
    package static let identifier = "C21"
    package static let title = "several entries for one registry"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        guard let text = machine.config.text else { return [] }
        var groups: [(server: ServerAddress, entries: [ConfigText.Entry])] = []
        for entry in text.entries {
            guard let server = entry.server else { continue }
            if let index = groups.firstIndex(where: { $0.server == server }) {
                groups[index].entries.append(entry)
            } else {
                groups.append((server, [entry]))
            }
        }
        return groups.compactMap { several($0.server, $0.entries, machine) ?? unread($0.server, $0.entries, machine) }
    }

    private func several(
        _ server: ServerAddress,
        _ entries: [ConfigText.Entry],
        _ machine: MachineFacts
    ) -> DiagnosticFinding? {
        guard entries.count > 1, server.path.isEmpty else { return nil }
        return finding(
            "\(Phrases.names(entries.map(\.key))) mean the same registry",
            file: machine.config.path,
            line: entries[1].line,
            consequence:
                "docker uses \(server.dockerKey.escapedForDisplay), podman \(server.podmanKey.escapedForDisplay)",
            remedy:
                "Log in once more, which leaves one: docker creds login \(server.text.escapedForDisplay.shellQuoted)",
            fix: fix(server, machine)
        )
    }

    private func unread(
        _ server: ServerAddress,
        _ entries: [ConfigText.Entry],
        _ machine: MachineFacts
    ) -> DiagnosticFinding? {
        guard server.isDockerHub, server.path.isEmpty, let entry = entries.first, !entry.secrets.isEmpty,
            !entry.key.utf8.elementsEqual(server.dockerKey.utf8)
        else { return nil }
        return finding(
            "docker does not read the entry \(entry.key.escapedForDisplay): it looks for \(server.dockerKey)",
            file: machine.config.path,
            line: entry.line,
            consequence: "docker pulls from Docker Hub without a login",
            remedy: "Log in once more, which saves it under docker's key: docker creds login",
            fix: fix(server, machine)
        )
    }

    /// Returns the change after which one entry is left: the one that docker uses, under docker's key.
    private func fix(_ server: ServerAddress, _ machine: MachineFacts) -> DiagnosticFix? {
        // Docker looks for its own key, whatever the entries are named.
        let asked = (try? ServerAddress(server.dockerKey)) ?? server
        return machine.config.replacingContent { $0.mergingEntries(of: asked) }
    }
}
