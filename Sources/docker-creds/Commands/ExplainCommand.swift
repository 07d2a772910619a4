internal import ArgumentParser
internal import RegistryCredentials

struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say which file, key, rule and helper answer for a registry, and what loses to them.",
        discussion: "Nothing in the answer is secret. Exit status 3 says that there is no credential."
    )

    @OptionGroup var places: PlaceOptions
    @OptionGroup var output: FormatOptions

    @Argument(help: "The registry, such as registry.example or docker.io/library.")
    var server: String

    func run() async throws {
        let explanation = try await places.everywhere().explain(try ServerAddress(server))
        switch output.format {
        case .text: Console.print("\(explanation)")
        case .json: Console.print(explanation.json)
        }
        if explanation.answer == nil { throw ExitCode(ExitStatus.notFound.rawValue) }
    }
}
