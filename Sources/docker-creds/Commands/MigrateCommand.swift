internal import ArgumentParser
internal import Codecs
internal import RegistryCredentials

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Move passwords that are stored in plain text to a credential helper.",
        discussion: """
            Moves what Docker's config file holds in plain text to the helpers that the file names. With --to, moves \
            everything that has no helper yet and makes that helper the file's credsStore. Each credential is saved, \
            read back and compared before it is removed from the file. A migration that is interrupted loses nothing, \
            and the next one goes on. Exit status 1 if something stayed.
            """
    )

    @OptionGroup var stores: StoreOptions
    @OptionGroup var output: FormatOptions

    @Option(help: ArgumentHelp("The helper to move to, such as file, pass or secretservice.", valueName: "helper"))
    var to: String?

    @Flag(help: "Show what would be moved, and change nothing.")
    var dryRun = false

    func run() async throws {
        let store = try stores.dockerConfig(allowsPlaintext: false)
        if dryRun { return try await showPlan(of: store) }
        let migration = if let to { try await store.migrate(to: to) } else { try await store.migrate() }
        switch output.format {
        case .text:
            for key in migration.moved { Console.current.print("Moved \(key.withoutUserInformation)") }
            if migration.moved.isEmpty, migration.left.isEmpty { Console.current.print("Nothing to migrate") }
        case .json:
            Console.current.print(
                .object([
                    ("moved", .array(migration.moved.map { .string($0.withoutUserInformation) })),
                    ("left", .array(migration.left.map { .string($0.key.withoutUserInformation) })),
                ])
            )
        }
        for left in migration.left {
            Console.current.report(Failure(left.error).prefixed(left.key.withoutUserInformation))
        }
        for (key, _) in migration.omittedUsernames.sorted(by: { $0.key < $1.key }) {
            Console.current.report(
                "note: the user name of \(key.withoutUserInformation) was left out: helpers keep an identity token without it"
            )
        }
        if !migration.left.isEmpty { throw Failure.reported }
    }

    /// Shows the registries with plain-text passwords and where those would be moved.
    private func showPlan(of store: DynamicStore) async throws {
        var table = Table(["REGISTRY", "USER", "FROM", "TO"])
        for entry in try await store.list() where entry.place.helper == nil && entry.problem == nil {
            guard let server = try? ServerAddress(entry.key) else { continue }
            let target: String =
                switch try await store.destination(for: server) {
                case .helper(let program): program
                case .file: to.map { "docker-credential-\($0)" } ?? "(no helper named: pass --to)"
                }
            table.add([
                Table.Cell(entry.shownKey), Table.Cell(entry.username ?? "(token)"), Table.Cell(store.configPath),
                Table.Cell(target),
            ])
        }
        Console.current.print(table)
    }
}
