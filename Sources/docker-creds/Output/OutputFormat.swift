internal import ArgumentParser

/// How a command writes its result.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

/// The option that chooses it.
struct FormatOptions: ParsableArguments {
    @Option(help: "The output format. JSON members keep their names and meanings; new ones may be added.")
    var format = OutputFormat.text
}
