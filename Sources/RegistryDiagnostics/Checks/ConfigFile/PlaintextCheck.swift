internal import RegistryCredentials
internal import SystemSupport

/// C05: passwords that docker stores in plain text.
package struct PlaintextCheck: DiagnosticCheck {
    package static let identifier = "C05"
    package static let title = "passwords in plain text"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] { mistakes(machine) + plain(machine) }

    private func mistakes(_ machine: MachineFacts) -> [DiagnosticFinding] {
        (machine.config.text?.entries ?? []).compactMap { entry in
            entry.mistake.map {
                finding(
                    "the entry for \(Phrases.names([entry.key])) \($0)",
                    file: machine.config.path,
                    line: entry.line,
                    consequence: "the registry rejects it",
                    remedy: "Log in again: docker creds login \(entry.key.withoutUserInformation.shellQuoted)"
                )
            }
        }
    }

    private func plain(_ machine: MachineFacts) -> [DiagnosticFinding] {
        guard let text = machine.config.text else { return [] }
        let plain = text.entries.filter { entry in
            guard !entry.secrets.isEmpty else { return false }
            return entry.server.map { text.helper(for: $0) == nil } ?? true
        }
        guard let first = plain.first else { return [] }
        return [
            finding(
                plain.count == 1
                    ? "the password of \(Phrases.names([first.key])) is stored in plain text (base64)"
                    : "the passwords of \(Phrases.names(plain.map(\.key))) are stored in plain text (base64)",
                file: machine.config.path,
                line: first.line,
                consequence: "anyone who can read the file has them",
                remedy: "Run: docker creds migrate --to file"
            )
        ]
    }
}

/// C06: passwords in plain text that no client reads, because a helper is configured for them.
package struct ShadowedPlaintextCheck: DiagnosticCheck {
    package static let identifier = "C06"
    package static let title = "passwords in plain text behind a helper"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        guard let text = machine.config.text else { return [] }
        let shadowed = text.entries.compactMap { entry -> (entry: ConfigText.Entry, helper: ConfigText.Helper)? in
            guard !entry.secrets.isEmpty, let server = entry.server, let helper = text.helper(for: server) else {
                return nil
            }
            return (entry, helper)
        }
        guard let first = shadowed.first else { return [] }
        let keys = shadowed.map(\.entry.key)
        return [
            finding(
                "\(first.helper.place) is set, so docker does not use the saved password of \(Phrases.names(keys))",
                file: machine.config.path,
                line: first.entry.line,
                consequence: "it is still in the file, in plain text",
                remedy: "Move it to the helper: docker creds migrate",
                fix: fix(shadowed.map { ($0.entry, $0.helper.name) }, text, machine)
            )
        ]
    }

    /// Returns the move of the passwords; nil if a helper cannot store one: it is not installed, or supplies credentials
    /// of its own, or the key has a path.
    private func fix(
        _ shadowed: [(entry: ConfigText.Entry, helper: String)],
        _ text: ConfigText,
        _ machine: MachineFacts
    ) -> DiagnosticFix? {
        let movable = shadowed.filter { entry, helper in
            let facts = machine.helpers.first { $0.name == helper }
            return entry.server?.path.isEmpty == true && entry.mistake == nil && facts?.path != nil
                && facts?.onlySupplies == false && facts?.isForwarding == false
        }
        guard let old = machine.config.bytes, let new = text.emptyingEntries(movable.map(\.entry.key)) else {
            return nil
        }
        let entries = movable.map { entry, helper in
            PlaintextMove.Entry(key: entry.key, program: "docker-credential-\(helper)")
        }
        let move = PlaintextMove(environment: machine.environment, entries: entries, old: old, new: new)
        return DiagnosticFix(machine.config.path, .plaintext(move))
    }
}
