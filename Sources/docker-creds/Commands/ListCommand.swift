internal import ArgumentParser
internal import Codecs
internal import RegistryCredentials

struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the registries with saved credentials.",
        discussion: """
            Reads no secret and never prompts: a locked store is reported as locked. If a place cannot be listed, the \
            others still are, and the exit status is 1. Columns: registry, user, source, file or helper.
            """
    )

    @OptionGroup var stores: StoreOptions
    @OptionGroup var locations: SourceOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        var listed: [(layer: String, entry: ListedCredential)] = []
        var failed = false
        for (layer, result) in try await stores.allLocations(in: locations.sources, prompting: .never).listEverywhere()
        {
            switch result {
            case .success(let entries):
                for entry in entries {
                    listed.append((layer, entry))
                    guard let problem = entry.problem else { continue }
                    Console.current.report(Failure(problem).prefixed(layer))
                    failed = true
                }
            case .failure(let error):
                Console.current.report(Failure(error).prefixed(layer))
                failed = true
            }
        }
        switch output.format {
        case .text:
            var table = Table(["REGISTRY", "USER", "SOURCE", "STORED IN"])
            for (layer, entry) in listed { table.add(entry.row(in: layer)) }
            Console.current.print(table)
        case .json:
            Console.current.print(.array(listed.map { $0.entry.json(in: $0.layer) }))
        }
        if failed { throw Failure.reported }
    }
}

extension ListedCredential {
    /// The key without user information, which may hold a password.
    ///
    /// The entry of a helper for all registries that cannot be listed has no key.
    var shownKey: String { key.isEmpty ? "(all)" : key.withoutUserInformation }

    fileprivate func row(in layer: String) -> [Table.Cell] {
        let user: Table.Cell =
            isUsernameKnown ? Table.Cell(username ?? "(token)") : Table.Cell("(unknown)", .yellow)
        return [Table.Cell(shownKey), user, Table.Cell(layer), Table.Cell(place.helper ?? place.file ?? "")]
    }

    fileprivate func json(in layer: String) -> JSONTree {
        .object([
            ("key", key.isEmpty ? .null : .string(key.withoutUserInformation)), ("username", .optional(username)),
            ("layer", .string(layer)), ("file", .optional(place.file)), ("helper", .optional(place.helper)),
            ("problem", .optional(problem.map { "\($0)" })),
        ])
    }
}
