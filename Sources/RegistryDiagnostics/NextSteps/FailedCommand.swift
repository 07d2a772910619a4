internal import Codecs

/// A docker command that has failed, as docker describes it to a plugin.
public struct FailedCommand: Sendable, Equatable {
    /// The command as the configuration names it, such as `pull`; empty if it is unknown.
    public let name: String

    /// The error text; empty after a success.
    public let error: String

    /// Creates a failed command.
    ///
    /// - Parameters:
    ///   - name: The command, such as `pull`.
    ///   - error: The error text, with or without the prefix `Error response from daemon:`.
    public init(name: String, error: String) {
        self.name = name
        self.error = error
    }

    /// The size limit in bytes: an error text is a few lines.
    private static let limit = 1 << 20

    /// Parses the argument of a hook; nil if it is not a JSON object.
    ///
    /// Unknown members are ignored. docker/cli, `cli-plugins/manager/hooks.go`: `{"RootCmd": "login", "Flags": {…}, "CommandError": "…"}`.
    public init?(hookArgument text: String) {
        guard text.utf8.count <= Self.limit, let document = try? JSONDocument(parsing: Array(text.utf8)),
            document.root.kind == .object
        else { return nil }
        self.init(
            name: document.root[.foldingCase("RootCmd")]?.string ?? "",
            error: document.root[.foldingCase("CommandError")]?.string ?? ""
        )
    }
}
