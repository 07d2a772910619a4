internal import ArgumentParser

/// How a command that reads writes its answer.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

/// The option that chooses it.
struct FormatOptions: ParsableArguments {
    @Option(help: "How to write the answer: text for people, json for programs.")
    var format = OutputFormat.text
}
