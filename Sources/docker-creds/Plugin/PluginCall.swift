internal import Codecs
internal import HelperProtocol

/// The command line, as a shell or the Docker CLI passes it.
///
/// Docker passes its own options, the plugin's name, and then the plugin's arguments (docker/cli,
/// `cli-plugins/manager`). Before that, it requests the plugin's metadata with a single argument.
struct PluginCall {
    /// The arguments for the argument parser.
    private(set) var arguments: [String]
    /// Whether the Docker CLI made the call.
    private(set) var invocation = Invocation.standalone

    /// Whether Docker requests the plugin's metadata.
    var wantsMetadata: Bool { arguments.first == "docker-cli-plugin-metadata" }

    /// The argument of docker's request for the next step after a command; nil for another call.
    var hookArgument: String? {
        guard arguments.first == "docker-cli-plugin-hooks" else { return nil }
        return arguments.count == 2 ? arguments[1] : ""
    }

    /// The plugin's metadata: a JSON document on one line.
    static let metadata = String(
        decoding: JSONWriter(.compact).write(
            .object([
                ("SchemaVersion", "0.1.0"), ("Vendor", "swift-docker-credentials"),
                ("Version", .string("v\(HelperIdentity.packageVersion)")),
                ("ShortDescription", "Manage registry credentials"),
            ])
        ),
        as: UTF8.self
    )

    /// Finds the plugin's part of the arguments.
    ///
    /// - Parameter arguments: The command line without the program's name.
    init(_ arguments: [String]) {
        self.arguments = arguments
        var rest = arguments[...]
        var directory: String?
        // Docker's completion puts its request word first.
        let completion = rest.first.flatMap { CompletionRequest.words.contains($0) ? $0 : nil }
        if completion != nil { rest.removeFirst() }
        let wantsHelp = rest.first == "help"
        if wantsHelp { rest.removeFirst() }
        while let argument = rest.first, argument.hasPrefix("-") {
            rest.removeFirst()
            let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
            guard let name = parts.first, Self.optionsWithValue.contains(name) else { continue }
            let value = parts.count == 2 ? parts[1] : rest.popFirst()
            if name == "--config" { directory = value }
        }
        guard rest.popFirst() == "creds" else { return }
        invocation = .plugin
        self.arguments = Array(rest)
        if wantsHelp {
            self.arguments.append("--help")
        } else if let directory, let first = self.arguments.first, !first.hasPrefix("-"), first != "help" {
            self.arguments.insert(contentsOf: ["--config", directory], at: 1)
        }
        if let completion { self.arguments.insert(completion, at: 0) }
    }

    /// Docker's options that take a value, which may look like a command.
    private static let optionsWithValue = [
        "--config", "-c", "--context", "-H", "--host", "-l", "--log-level", "--tlscacert", "--tlscert", "--tlskey",
    ]

    /// Rejects a password on the command line, where every user of the machine can read it.
    ///
    /// The argument parser would quote the unknown option in its error.
    func rejectPassword() throws(Failure) {
        for argument in arguments.prefix(while: { $0 != "--" }) {
            let name = argument.prefix { $0 != "=" }
            guard name == "--password" || argument.hasPrefix("-p") else { continue }
            throw Failure(
                "refusing a password on the command line: every user of this machine can read it",
                status: .usage,
                advice: [.text("Pipe it to --password-stdin, or leave the option out to be asked for it")]
            )
        }
    }
}
