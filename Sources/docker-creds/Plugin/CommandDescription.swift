internal import ArgumentParser
internal import Codecs

/// A command as the argument parser describes it, for completion.
struct CommandDescription {
    /// An option of a command.
    struct Option {
        /// The names, with hyphens.
        let names: [String]
        let summary: String
        let takesValue: Bool
        /// The name of the value in the help, such as `file`.
        let valueName: String
        /// The possible values, if they are known.
        let values: [String]
    }

    let name: String
    let summary: String
    let options: [Option]
    /// The possible values of the arguments, if they are known.
    let values: [String]
    let takesServer: Bool
    let subcommands: [CommandDescription]

    /// All commands in the help.
    static var all: [CommandDescription] {
        guard let help = try? JSONDocument(parsing: Array(DockerCreds._dumpHelp().utf8)) else { return [] }
        return help.root["command"]?["subcommands"]?.elements.compactMap(CommandDescription.init) ?? []
    }

    private init?(_ command: JSONValue) {
        guard let name = command["commandName"]?.string, command["shouldDisplay"]?.bool != false else { return nil }
        self.name = name
        summary = command["abstract"]?.string ?? ""
        let arguments = command["arguments"]?.elements.filter { $0["shouldDisplay"]?.bool != false } ?? []
        options = arguments.compactMap(Option.init)
        values = arguments.filter { $0["kind"]?.string == "positional" }.flatMap(\.completionValues)
        subcommands = command["subcommands"]?.elements.compactMap(CommandDescription.init) ?? []
        takesServer = arguments.contains { argument in
            argument["kind"]?.string == "positional"
                && ["server", "servers"].contains(argument["valueName"]?.string ?? "")
        }
    }
}

extension CommandDescription.Option {
    fileprivate init?(_ argument: JSONValue) {
        guard let kind = argument["kind"]?.string, kind != "positional" else { return nil }
        names = (argument["names"]?.elements ?? []).compactMap { name in
            name["name"]?.string.map { (name["kind"]?.string == "short" ? "-" : "--") + $0 }
        }
        summary = argument["abstract"]?.string ?? ""
        takesValue = kind == "option"
        valueName = argument["valueName"]?.string ?? ""
        values = argument.completionValues
    }
}

extension JSONValue {
    /// The possible values of an argument: those of its type, or else those that the command lists.
    fileprivate var completionValues: [String] {
        let values = self["allValues"] ?? self["completionKind"]?["list"]?["values"]
        return values?.elements.compactMap(\.string) ?? []
    }
}
