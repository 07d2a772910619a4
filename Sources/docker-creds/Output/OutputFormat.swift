internal import ArgumentParser

/// The output format of a command.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

/// The option for the output format.
struct FormatOptions: ParsableArguments {
    @Option(help: "The output format. JSON members keep their names and meanings; new ones may be added.")
    var format = OutputFormat.text
}
