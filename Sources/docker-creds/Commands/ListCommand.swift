internal import ArgumentParser
internal import Codecs
internal import RegistryCredentials

struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the registries with saved credentials.",
        discussion: """
            Reads no secret and never prompts: a locked store is reported as locked. If a place cannot be listed, the \
            others still are, and the exit status is 1. Columns: registry, user, source, file or helper, setting.
            """
    )

    @OptionGroup var stores: StoreOptions
    @OptionGroup var locations: SourceOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        var listed: [(layer: String, entry: ListedCredential)] = []
        var failed = false
        let store = try stores.allLocations(in: locations.sources, prompting: .never)
        for (layer, result) in try await store.listEverywhere() {
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
        let shadowed = try await shadowed(in: store)
        switch output.format {
        case .text:
            var table = Table(["REGISTRY", "USER", "SOURCE", "STORED IN", "SELECTED BY"])
            for (layer, entry) in listed { table.add(entry.row(in: layer, isUsed: true)) }
            for (layer, entry) in shadowed { table.add(entry.row(in: layer, isUsed: false)) }
            Console.current.print(table)
        case .json:
            let used = listed.map { $0.entry.json(in: $0.layer, isUsed: true) }
            Console.current.print(.array(used + shadowed.map { $0.entry.json(in: $0.layer, isUsed: false) }))
        }
        if failed { throw Failure.reported }
    }
}

extension ListCommand {
    /// Returns what files have in plain text for registries that a helper is configured for.
    private func shadowed(in store: FallbackStore) async throws -> [(layer: String, entry: ListedCredential)] {
        var shadowed: [(layer: String, entry: ListedCredential)] = []
        for layer in store.layers {
            do {
                let entries = try await (layer.store as? DynamicStore)?.listShadowed() ?? []
                shadowed += entries.map { (layer.name, $0) }
            } catch is CredentialStoreError {
                // The list of the layer has reported the error.
            }
        }
        return shadowed
    }
}

extension CredentialStoreError {
    /// Why an entry is not known, in two words or less; the whole message is on standard error.
    fileprivate var briefly: String {
        switch code {
        case .locked: "locked"
        case .unavailable: "unavailable"
        case .timedOut: "timed out"
        case .damaged: "damaged"
        case .denied: "denied"
        default: "failed"
        }
    }
}

extension ListedCredential {
    /// The key without user information, which may hold a password.
    ///
    /// The entry of a helper for all registries that cannot be listed has no key.
    var shownKey: String { key.isEmpty ? "(all)" : key.withoutUserInformation }

    fileprivate func row(in layer: String, isUsed: Bool) -> [Table.Cell] {
        let user: Table.Cell =
            if let problem {
                Table.Cell("(\(problem.briefly))", .red)
            } else if !isUsernameKnown {
                Table.Cell("(unknown)", .yellow)
            } else {
                Table.Cell(username ?? "(token)")
            }
        let setting = selectedBy ?? (place.file.map { $0.contains("/") } == false ? "variable" : "auths")
        let selection = isUsed ? Table.Cell(setting) : Table.Cell("(not used: \(setting))", .yellow)
        return [Table.Cell(shownKey), user, Table.Cell(layer), Table.Cell(place.helper ?? place.file ?? ""), selection]
    }

    fileprivate func json(in layer: String, isUsed: Bool) -> JSONTree {
        .object([
            ("key", key.isEmpty ? .null : .string(key.withoutUserInformation)), ("username", .optional(username)),
            ("layer", .string(layer)), ("file", .optional(place.file)), ("helper", .optional(place.helper)),
            ("selectedBy", .optional(selectedBy)), ("used", .bool(isUsed)),
            ("problem", .optional(problem.map { "\($0)" })),
        ])
    }
}
