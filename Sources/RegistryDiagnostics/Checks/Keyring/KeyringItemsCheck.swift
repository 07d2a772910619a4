/// C17: several users of one server in the keyring.
package struct KeyringItemsCheck: DiagnosticCheck {
    package static let identifier = "C17"
    package static let title = "several items for one registry in the keyring"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        guard let keyring = machine.keyring else { return [] }
        return Dictionary(grouping: keyring.items, by: \.server).filter { $0.value.count > 1 }
            .sorted { $0.key < $1.key }
            .map { server, items in
                finding(
                    "the keyring has \(items.count) items for \(Phrases.names([server])): "
                        + Phrases.names(items.map(\.username).sorted()),
                    consequence: "Docker's own helper uses whichever comes last",
                    remedy: "Log in once more, which leaves one: docker creds login \(server)"
                )
            }
    }
}
