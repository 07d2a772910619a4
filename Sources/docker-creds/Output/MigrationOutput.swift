internal import Codecs
internal import RegistryCredentials

/// The plan and the result of a migration, as text or JSON.
struct MigrationOutput {
    let format: OutputFormat
    /// Whether the migration undoes another one.
    var isUndoing = false

    /// Writes a plan: a table of the credentials, and the settings that would change.
    func write(_ plan: MigrationPlan) {
        let console = Console.current
        switch format {
        case .text:
            guard !plan.isEmpty || !plan.remaining.isEmpty else { return console.print("Nothing to migrate") }
            var table = Table(["REGISTRY", "USER", "FROM", "TO", "SOURCE"])
            for item in plan.items {
                let isShared = item.source == item.target
                table.add(item.row(then: isShared ? "shared" : plan.removesSource ? "removed" : "kept"))
            }
            for remaining in plan.remaining { table.add(remaining.item.row(then: "stays", .yellow)) }
            console.print(table)
            for setting in plan.settings { console.print("Would set \(setting)") }
            report(plan.remaining)
            note(plan.items)
        case .json:
            console.print(.object(members(plan.items, result: "planned", plan.remaining, settings: plan.settings)))
        }
    }

    /// Writes the result.
    func write(_ result: MigrationReport) {
        let console = Console.current
        switch format {
        case .text:
            for item in result.moved {
                let isShared = item.source == item.target
                let moved = "Moved \(item.shownKey)" + (isUndoing ? " back to \(item.target)" : "")
                console.print(isShared ? "Shared \(item.shownKey) in \(item.target)" : moved)
            }
            for setting in result.settings { console.print("Set \(setting)") }
            if result.moved.isEmpty, result.remaining.isEmpty, result.settings.isEmpty {
                console.print("Nothing to migrate")
            }
            for backup in result.backups {
                console.print("Copied \(backup.file) with its secrets to \(backup.copy), until \(backup.lastDay)")
            }
        case .json:
            let keys: [(String, JSONTree)] = [
                ("moved", .array(result.moved.map { .string($0.shownKey) })),
                ("left", .array(result.remaining.map { .string($0.item.shownKey) })),
            ]
            console.print(
                .object(
                    keys + members(result.moved, result: "moved", result.remaining, settings: result.settings) + [
                        ("undo", .optional(result.undoID)),
                        ("backups", .array(result.backups.map { .string($0.copy) })),
                    ]
                )
            )
        }
        report(result.remaining)
        note(result.moved)
        if format == .text, let id = result.undoID {
            console.report("note: to undo this migration, run: \(console.invocation.command("migrate --undo \(id)"))")
        }
        if let failure = result.recordFailure {
            console.report("note: this migration cannot be undone by a command: \(failure.messageWithPlace)")
        }
        if result.moved.contains(where: { !$0.source.hasPrefix("docker-credential-") }) {
            console.report(
                "note: copies of the passwords may remain in backups and images; renew tokens that others may have seen"
            )
        }
    }

    /// The members that a plan and a result share.
    private func members(
        _ items: [MigrationPlan.Item],
        result: String,
        _ remaining: [MigrationReport.RemainingItem],
        settings: [String]
    ) -> [(String, JSONTree)] {
        let all =
            items.map { $0.json(result: result) }
            + remaining.map { $0.item.json(result: "left", reason: $0.error.messageWithPlace) }
        return [("items", .array(all)), ("settings", .array(settings.map { .string($0) }))]
    }

    private func report(_ items: [MigrationReport.RemainingItem]) {
        for remaining in items {
            Console.current.report(Failure(remaining.error).prefixed(remaining.item.shownKey))
        }
    }

    private func note(_ items: [MigrationPlan.Item]) {
        for item in items where item.omittedUsername != nil {
            Console.current.report(
                "note: the user name of \(item.shownKey) is omitted: helpers store an identity token without it"
            )
        }
    }
}

extension MigrationPlan.Item {
    fileprivate var shownKey: String { key.withoutUserInformation }

    fileprivate func row(then: String, _ attribute: TextStyle.Attribute? = nil) -> [Table.Cell] {
        [
            Table.Cell(shownKey), Table.Cell(username ?? "-"), Table.Cell(source), Table.Cell(target),
            Table.Cell(then, attribute),
        ]
    }

    fileprivate func json(result: String, reason: String? = nil) -> JSONTree {
        .object([
            ("key", .string(shownKey)), ("username", .optional(username)), ("from", .string(source)),
            ("to", .string(target)), ("result", .string(result)), ("reason", .optional(reason)),
        ])
    }
}
