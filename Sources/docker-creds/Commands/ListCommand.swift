internal import ArgumentParser
internal import Codecs
internal import RegistryCredentials

struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the registries that somebody is logged in to.",
        discussion: """
            No secret is read. A place that cannot be listed is reported, the others are listed all the same, and the \
            exit status is 1.
            """
    )

    @OptionGroup var places: PlaceOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        var listed: [(layer: String, entry: ListedCredential)] = []
        var failed = false
        for layer in places.everywhere().layers {
            do {
                for entry in try await layer.entries() {
                    listed.append((layer.name, entry))
                    guard let problem = entry.problem else { continue }
                    Console.report("\(layer.name): \(problem)")
                    failed = true
                }
            } catch let error as CredentialStoreError {
                Console.report("\(layer.name): \(error)")
                failed = true
            }
        }
        switch output.format {
        case .text:
            for (layer, entry) in listed {
                let place = entry.place.helper ?? entry.place.file ?? ""
                let user = entry.problem == nil ? entry.username ?? "(token)" : "(unknown)"
                Console.print("\(entry.shownKey)\t\(user.printable)\t\(layer)\t\(place.printable)")
            }
        case .json:
            Console.print(.array(listed.map { $0.entry.json(in: $0.layer) }))
        }
        if failed { throw Failure.reported }
    }
}

extension FallbackStore.Layer {
    /// What the layer's place has, without secrets.
    ///
    /// - Returns: The entries.
    /// - Throws: `CredentialStoreError` if the place cannot be read; `CancellationError`.
    func entries() async throws -> [ListedCredential] {
        switch store {
        case let store as DynamicStore: try await store.list()
        case let store as DocumentStore: try await store.list()
        default: []
        }
    }
}

extension ListedCredential {
    /// The key for people: without user information, which may hold a password, and on one line.
    ///
    /// What a helper for all servers has is not known if it has no list.
    var shownKey: String { key.isEmpty ? "(all)" : key.withoutUserInformation.printable }

    fileprivate func json(in layer: String) -> JSONTree {
        .object([
            ("key", key.isEmpty ? .null : .string(key.withoutUserInformation)), ("username", .optional(username)),
            ("layer", .string(layer)), ("file", .optional(place.file)), ("helper", .optional(place.helper)),
            ("problem", .optional(problem.map { "\($0)" })),
        ])
    }
}
