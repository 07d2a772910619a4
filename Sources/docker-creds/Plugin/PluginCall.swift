internal import Codecs
internal import HelperProtocol

/// The command line, as the shell or the Docker CLI gives it.
///
/// Docker starts a plugin with its own command line: options that are Docker's, the plugin's name, and then what is the
/// plugin's (docker/cli, `cli-plugins/manager`). Which of them it is, is asked with one word beforehand.
struct PluginCall {
    /// What the argument parser is to see.
    private(set) var arguments: [String]

    /// Whether Docker asks what plugin this is.
    var wantsMetadata: Bool { arguments.first == "docker-cli-plugin-metadata" }

    /// What it is told.
    static let metadata = String(
        decoding: JSONWriter(.compact).write(
            .object([
                ("SchemaVersion", "0.1.0"), ("Vendor", "swift-docker-credentials"),
                ("Version", .string("v\(HelperIdentity.packageVersion)")),
                ("ShortDescription", "Log in to registries, and see which credential counts"),
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
        let wantsHelp = rest.first == "help"
        if wantsHelp { rest.removeFirst() }
        while let argument = rest.first, argument.hasPrefix("-") {
            rest.removeFirst()
            let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
            guard Self.optionsWithValue.contains(parts[0]) else { continue }
            let value = parts.count == 2 ? parts[1] : rest.popFirst()
            if parts[0] == "--config" { directory = value }
        }
        guard rest.popFirst() == "creds" else { return }
        self.arguments = Array(rest)
        if wantsHelp {
            self.arguments.append("--help")
        } else if let directory, self.arguments.first?.hasPrefix("-") == false {
            self.arguments.insert(contentsOf: ["--config", directory], at: 1)
        }
    }

    /// Docker's own options that take a value, which may look like a command.
    private static let optionsWithValue: Set<String> = [
        "--config", "-c", "--context", "-H", "--host", "-l", "--log-level", "--tlscacert", "--tlscert", "--tlskey",
    ]

    /// Refuses a password on the command line, where every user of the machine can read it.
    ///
    /// The argument parser would repeat what it does not know.
    ///
    /// - Throws: ``Failure``.
    func refusePassword() throws(Failure) {
        for argument in arguments.prefix(while: { $0 != "--" }) {
            let name = argument.prefix { $0 != "=" }
            guard name == "--password" || argument.hasPrefix("-p") else { continue }
            throw Failure(
                "a password is not taken from the command line, which every user of the machine can read. "
                    + "Pipe it to --password-stdin, or leave the option out to be asked",
                status: .usage
            )
        }
    }
}
