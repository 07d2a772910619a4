internal import Codecs
internal import RegistryDiagnostics

/// The reply to docker's request for the next step after a command.
///
/// docker/cli, `cli-plugins/hooks`: `{"Type": 0, "Template": "LINES"}`. An empty template shows nothing. Malformed
/// requests get one, because docker has already reported the error of the command.
struct HookReply {
    private let lines: [String]

    /// Creates the reply to the argument of a request.
    init(to argument: String, from doctor: Doctor = Doctor()) {
        lines = FailedCommand(hookArgument: argument).map { doctor.nextSteps(after: $0) } ?? []
    }

    /// A JSON document on one line.
    var document: String {
        String(
            decoding: JSONWriter(.compact).write(
                .object([("Type", .number("0")), ("Template", .string(lines.joined(separator: "\n")))])
            ),
            as: UTF8.self
        )
    }
}
