internal import ArgumentParser
internal import SystemPackage
internal import SystemSupport

/// A request of Docker's completion: the words of the command line, the last of which is completed.
///
/// Docker uses the protocol of cobra (github.com/spf13/cobra, `completions.go`). The reply has a line for each
/// candidate, with a tab and a description, and a last line with directives for the shell.
struct CompletionRequest {
    /// The request words, with and without descriptions.
    ///
    /// A list and not a set, which would be a quarter of the time of a start: the runtime would look for `Hashable` in all
    /// conformances of the program.
    static let words = ["__complete", "__completeNoDesc"]

    private let describes: Bool
    private let typed: [String]
    private let toComplete: String

    /// The option before an equals sign in the word; nil if there is none.
    private var assignedOption: Substring? {
        toComplete.hasPrefix("--") && toComplete.contains("=") ? toComplete.prefix { $0 != "=" } : nil
    }

    /// The beginning of the candidates; the shell completes the part after an equals sign alone.
    private var prefix: Substring { assignedOption.map { toComplete.dropFirst($0.count + 1) } ?? toComplete[...] }

    /// Parses the plugin's part of a command line; nil if it is not a completion request.
    init?(_ arguments: [String]) {
        guard let word = arguments.first, Self.words.contains(word) else { return nil }
        describes = word == "__complete"
        typed = Array(arguments.dropFirst().dropLast())
        toComplete = arguments.count > 1 ? arguments[arguments.count - 1] : ""
    }

    /// `ShellCompDirectiveDefault`: complete file names.
    private static let files = 0
    /// `ShellCompDirectiveNoFileComp`: do not complete file names.
    private static let noFiles = 4
    /// `ShellCompDirectiveFilterDirs`: complete directories only.
    private static let directories = 16

    /// Writes the candidates and the directive.
    func answer() async {
        let commands = CommandDescription.all
        let (candidates, directive) = await candidates(commands)
        let lines = candidates.filter { $0.name.hasPrefix(prefix) }.map { candidate in
            describes && !candidate.summary.isEmpty ? "\(candidate.name)\t\(candidate.summary)" : candidate.name
        }
        Console.current.print(own: (lines + [":\(directive)"]).joined(separator: "\n"))
    }

    private typealias Candidate = (name: String, summary: String)

    /// Returns the credential helpers in `PATH`, by the names that the config file uses, after other names.
    private static func helpers(besides others: [String]) -> [Candidate] {
        let prefix = "docker-credential-"
        var names = Set(others)
        for directory in (ProcessEnvironment.current["PATH"] ?? "").split(separator: ":") where directory.hasPrefix("/")
        {
            let files = (try? DirectoryListing.names(in: FilePath(String(directory)))) ?? []
            let programs = files.filter { name in
                name.hasPrefix(prefix) && ProcessEnvironment.current.hasProgram(name)
            }
            names.formUnion(programs.map { String($0.dropFirst(prefix.count)) })
        }
        return names.sorted().map { ($0, "") }
    }

    private func candidates(_ commands: [CommandDescription]) async -> ([Candidate], Int) {
        guard let name = typed.first else {
            return (commands.map { ($0.name, $0.summary) }, Self.noFiles)
        }
        guard var command = commands.first(where: { $0.name == name }) else { return ([], Self.noFiles) }
        if name == "help" {
            return typed.count == 1 ? (commands.map { ($0.name, $0.summary) }, Self.noFiles) : ([], Self.noFiles)
        }
        if !command.subcommands.isEmpty {
            guard typed.count > 1 else { return (command.subcommands.map { ($0.name, $0.summary) }, Self.noFiles) }
            let inner = command.subcommands.first { $0.name == typed[1] }
            guard let inner else { return ([], Self.noFiles) }
            command = inner
        }
        let word = assignedOption.map(String.init) ?? typed.dropFirst().last
        if let option = command.options.first(where: { $0.names.contains(word ?? "") }), option.takesValue {
            return Self.values(of: option, isMigrating: name == "migrate")
        }
        if toComplete.hasPrefix("-") {
            let candidates = command.options.flatMap { option in option.names.map { ($0, option.summary) } }
            return (candidates, Self.noFiles)
        }
        guard command.takesServer else { return (command.values.map { ($0, "") }, Self.noFiles) }
        let directory = typed.firstIndex(of: "--config").flatMap { typed.dropFirst($0 + 1).first }
        return (await KnownServers.names(config: directory).map { ($0, "") }, Self.noFiles)
    }

    private static func values(of option: CommandDescription.Option, isMigrating: Bool) -> ([Candidate], Int) {
        switch option.valueName {
        case "directory": return ([], directories)
        case "file": return ([], files)
        case "source" where isMigrating, "target", "helper":
            return (helpers(besides: isMigrating ? ["docker", "podman"] : []), noFiles)
        default: return (option.values.map { ($0, "") }, noFiles)
        }
    }
}
