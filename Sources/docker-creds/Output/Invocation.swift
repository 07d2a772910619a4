/// How the program was started, which determines the commands in its advice.
enum Invocation: Sendable {
    /// By its own name.
    case standalone
    /// By the Docker CLI, as a plugin.
    case plugin

    /// The text before a subcommand.
    var name: String {
        switch self {
        case .standalone: "docker-creds"
        case .plugin: "docker creds"
        }
    }

    /// A command line of this program that can be pasted into a shell.
    func command(_ arguments: String) -> String { "\(name) \(arguments)" }
}
