internal import SystemSupport

/// C10: the helper that docker uses by default.
package struct DefaultHelperCheck: DiagnosticCheck {
    package static let identifier = "C10"
    package static let title = "the helper that docker uses by default"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        let chosen = machine.defaultHelper
        if chosen.isChosen, let name = chosen.name {
            return machine.defaultHelperFault.map { [unusable(name, $0, machine)] } ?? []
        }
        guard machine.config.text?.credsStore == nil, chosen.lacksPassHelper else { return [] }
        return [
            finding(
                "pass is installed and docker-credential-pass is not, so docker keeps passwords in plain text",
                .note,
                consequence: "`docker login` writes into the config file",
                remedy: "Keep them encrypted: docker creds setup file"
            )
        ]
    }

    private func unusable(_ name: String, _ fault: Diagnosis, _ machine: MachineFacts) -> DiagnosticFinding {
        finding(
            "no helper is configured, so docker chooses \(name), and \(fault.message)",
            file: machine.config.path,
            consequence: "`docker login` fails",
            remedy: "Set up a helper that works here: docker creds setup"
        )
    }
}
