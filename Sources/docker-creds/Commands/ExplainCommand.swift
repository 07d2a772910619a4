internal import ArgumentParser
internal import RegistryCredentials

struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain which credential is used for a registry, and why.",
        discussion: """
            Shows each file and helper that is consulted, in order, and marks the one that is used. Secrets are never \
            shown. Exit status: 3 if there is no credential, 1 if a place could not be read and no other has one.
            """
    )

    @OptionGroup var stores: StoreOptions
    @OptionGroup var locations: SourceOptions
    @OptionGroup var output: FormatOptions

    @Flag(help: "Show the places that do not exist, too.")
    var all = false

    @Argument(help: "The registry, such as registry.example or docker.io.", completion: KnownServers.completion)
    var server: String

    func run() async throws {
        let store = try stores.allLocations(in: locations.sources)
        let explanation = try await store.explain(try ServerAddress(argument: server))
        switch output.format {
        case .text: Console.current.print(explanation, includingAbsent: all)
        case .json: Console.current.print(explanation.json)
        }
        guard explanation.usedStep == nil else { return }
        if let error = explanation.failure { throw Failure(error) }
        throw ExitCode(ExitStatus.notFound.rawValue)
    }
}
