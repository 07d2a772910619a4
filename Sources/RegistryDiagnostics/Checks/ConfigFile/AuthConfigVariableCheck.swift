internal import Codecs
internal import SystemSupport

/// C22: `DOCKER_AUTH_CONFIG`: whether docker accepts it, and which logins it hides.
package struct AuthConfigVariableCheck: DiagnosticCheck {
    package static let identifier = "C22"
    package static let title = "the variable DOCKER_AUTH_CONFIG"

    package init() {}

    private static let variable = "DOCKER_AUTH_CONFIG"

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        guard let value = machine.environment[Self.variable] else { return [] }
        do throws(JSONError) {
            let text = try ConfigText(parsing: Array(value.utf8))
            return rejected(text) + shadowing(text, machine)
        } catch {
            return [
                finding(
                    "DOCKER_AUTH_CONFIG is not valid JSON: \(error.reason.text)",
                    consequence: "docker ignores the variable",
                    remedy: "Fix the variable, or run: unset DOCKER_AUTH_CONFIG"
                )
            ]
        }
    }

    /// docker/cli rejects unknown members in the variable (cli/config/configfile/file.go).
    private func rejected(_ text: ConfigText) -> [DiagnosticFinding] {
        if let member = text.members.first(where: { $0.name.lowercased() != "auths" }) {
            return [
                finding(
                    "DOCKER_AUTH_CONFIG has \"\(member.name.escapedForDisplay)\", which docker does not accept there",
                    consequence: "docker ignores the whole variable, including its logins",
                    remedy: "Remove that member from the variable"
                )
            ]
        }
        for entry in text.members.flatMap({ Array($0.value.members) }) {
            guard let other = entry.value.members.first(where: { $0.name?.lowercased() != "auth" })?.name else {
                continue
            }
            return [
                finding(
                    "an entry of DOCKER_AUTH_CONFIG has \"\(other.escapedForDisplay)\", which docker does not accept there",
                    consequence: "docker ignores the whole variable, including its logins",
                    remedy: "Keep only \"auth\" in the entries of the variable"
                )
            ]
        }
        return []
    }

    private func shadowing(_ text: ConfigText, _ machine: MachineFacts) -> [DiagnosticFinding] {
        let own = machine.config.text?.entries.compactMap(\.server) ?? []
        let shadowed = text.entries.filter { entry in entry.server.map { own.contains($0) } == true }
        guard !shadowed.isEmpty else { return [] }
        return [
            finding(
                "DOCKER_AUTH_CONFIG takes precedence over the saved login of \(Phrases.names(shadowed.map(\.key)))",
                .note,
                consequence: "`docker login` changes nothing that docker uses there",
                remedy: "Run: unset DOCKER_AUTH_CONFIG"
            )
        ]
    }
}
