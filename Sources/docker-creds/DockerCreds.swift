internal import ArgumentParser
internal import HelperProtocol

/// The root command.
struct DockerCreds: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Console.current.invocation.name,
            abstract: "Manage registry credentials: log in, set up, inspect, verify, diagnose.",
            discussion: """
                Runs standalone, and as "docker creds" if it is installed in a directory of Docker CLI plugins. \
                Credentials are looked up where docker, podman and skopeo look.

                Exit status: 0 on success, 1 on failure, 2 if the registry rejected the credentials, 3 if there are no \
                credentials, 64 if the command line is wrong.
                """,
            version: version,
            subcommands: [
                LoginCommand.self, LogoutCommand.self, GetCommand.self, ListCommand.self, ExplainCommand.self,
                MigrateCommand.self, ExportCommand.self, VerifyCommand.self, SetupCommand.self, DoctorCommand.self,
                KeyCommand.self, UnlockCommand.self, LockCommand.self, KubeletProviderCommand.self,
            ]
        )
    }

    static let version = "docker-creds (swift-docker-credentials) v\(HelperIdentity.packageVersion)"

    /// The names of the subcommands.
    static var commandNames: [String] {
        configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    }

    /// Rejects an unknown command by name, because the argument parser only reports "unexpected argument".
    static func rejectUnknownCommand(in arguments: [String]) throws(Failure) {
        guard let command = arguments.first, !command.hasPrefix("-"), !commandNames.contains(command) else { return }
        let nearest = commandNames.map { ($0, EditDistance.between(command, $0)) }.min { $0.1 < $1.1 }
        let suggestion = nearest.flatMap { name, distance in
            distance <= 2 && distance < name.count
                ? Failure.Advice.command(purpose: "The most similar command is", arguments: name) : nil
        }
        throw Failure(
            "unknown command: \(command)",
            status: .usage,
            advice: [suggestion, .command(purpose: "List the commands", arguments: "--help")].compactMap { $0 }
        )
    }
}

/// The edit distance between two words.
enum EditDistance {
    /// Returns the Levenshtein distance with transpositions, in bytes of UTF-8.
    static func between(_ one: String, _ other: String) -> Int {
        let (one, other) = (Array(one.utf8.prefix(64)), Array(other.utf8.prefix(64)))
        var rows = [Array(0...other.count)]
        for (i, a) in one.enumerated() {
            var row = [i + 1]
            for (j, b) in other.enumerated() {
                var best = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (a == b ? 0 : 1))
                if i > 0, j > 0, a == other[j - 1], one[i - 1] == b { best = min(best, rows[i - 1][j - 1] + 1) }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[one.count][other.count]
    }
}
