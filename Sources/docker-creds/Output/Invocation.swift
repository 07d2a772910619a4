/// How the program was started, which decides what its advice tells people to type.
enum Invocation: Sendable {
    /// By its own name.
    case standalone
    /// By the Docker CLI, as a plugin.
    case plugin

    /// What is typed in front of a command.
    var name: String {
        switch self {
        case .standalone: "docker-creds"
        case .plugin: "docker creds"
        }
    }

    /// A command line of this program that can be pasted into a shell.
    func command(_ arguments: String) -> String { "\(name) \(arguments)" }
}
