internal import ArgumentParser
internal import SystemPackage
internal import SystemSupport

@main
struct Main {
    static func main() {
        CurrentProcess.exit(status())
    }

    /// Runs the command line, and returns the exit status.
    private static func status() -> Int32 {
        do {
            try StandardStreams.ensureOpen()
            CurrentProcess.endChildrenOnSignals()
            let command = try Command.parse(try CurrentProcess.arguments)
            guard !command.wantsList else {
                Output.write(Command.list, to: .standardOutput)
                return 0
            }
            return try command.check()
        } catch {
            return report(error)
        }
    }

    /// Prints the help, which the argument parser throws, or an error in one line.
    private static func report(_ error: any Error) -> Int32 {
        if Command.exitCode(for: error).isSuccess {
            Output.write("\(Command.fullMessage(for: error))\n", to: .standardOutput)
            return 0
        }
        let lines = Command.message(for: error).split(separator: "\n").map { String($0).trimmingBlanks }
        let message = lines.joined(separator: " ")
        Output.report(message.prefix(1).lowercased() + message.dropFirst())
        return 2
    }
}

/// The standard streams.
enum Output {
    static func write(_ text: String, to descriptor: FileDescriptor) {
        // If the reader has closed the pipe, there is nothing to report.
        try? StandardStreams.write(Array(text.utf8), to: descriptor)
    }

    /// Writes a line to standard error, without characters that a terminal would interpret: it may quote an argument.
    static func report(_ message: String) {
        write("helper-conformance: \(message.escapedForDisplay)\n", to: .standardError)
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
