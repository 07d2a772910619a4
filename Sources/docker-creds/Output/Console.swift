internal import Codecs
internal import SystemPackage
internal import SystemSupport

/// The output of the program.
///
/// Names of users and servers come from files, helpers and registries. All output goes through this type, which escapes
/// control characters and invisible characters.
struct Console: Sendable {
    /// The console of the command that is running.
    @TaskLocal static var current = Console(.standalone)

    let invocation: Invocation
    /// The style of standard output.
    let style: TextStyle
    /// The exit status if standard output cannot be written.
    var statusOfLostOutput = ExitStatus.failed

    /// Creates a console for the standard streams and the environment.
    init(_ invocation: Invocation, environment: ProcessEnvironment = .current) {
        self.invocation = invocation
        style = TextStyle(of: .standardOutput, environment: environment)
    }

    /// Writes a line to standard output.
    func print(_ line: String) { write(line.escapedForDisplay) }

    /// Writes the program's own text, such as help or a completion script, without escaping.
    func print(own text: String) { write(text) }

    /// Writes a table to standard output.
    func print(_ table: Table) { table.lines(in: style).forEach(write) }

    /// Writes a value to standard output as a JSON document of several lines.
    ///
    /// The document has the same value, but no character that a terminal would interpret or hide.
    func print(_ value: JSONTree) {
        write(String(decoding: JSONWriter(.indented, escaping: \.isUnseenOnDisplay).write(value), as: UTF8.self))
    }

    /// Writes a JSON document that ends with a line feed to standard output, byte for byte unless that is a terminal.
    func print(document bytes: [UInt8]) {
        let text = String(decoding: bytes.dropLast(), as: UTF8.self)
        guard style.isTerminal else { return write(text) }
        text.split(separator: "\n", omittingEmptySubsequences: false).forEach { line in
            // The layout of the document consists of tabs.
            let content = line.drop { $0 == "\t" }
            write(String(repeating: "    ", count: line.count - content.count) + String(content).escapedForDisplay)
        }
    }

    /// Writes a secret to standard output: byte for byte, unless that is a terminal.
    func print(secret: String, named name: String) {
        write("\(name): \(style.isTerminal ? secret.escapedForDisplay : secret)")
    }

    /// Writes a line to standard error.
    func report(_ line: String) {
        guard !line.isEmpty else { return }
        // If standard error is closed, the failure cannot be reported.
        try? StandardStreams.write(Array("\(invocation.name): \(line.escapedForDisplay)\n".utf8), to: .standardError)
    }

    /// Writes a failure or a warning to standard error: one line, then a line for each piece of advice.
    func report(_ failure: Failure) {
        report(failure.message)
        let advice = failure.advice(for: invocation).map { "  \($0.escapedForDisplay)\n" }
        try? StandardStreams.write(Array(advice.joined().utf8), to: .standardError)
    }

    /// Writes text of the argument parser, which quotes user input, to standard error.
    func report(lines text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).escapedForDisplay }
        try? StandardStreams.write(Array("\(lines.joined(separator: "\n"))\n".utf8), to: .standardError)
    }

    private func write(_ text: String) {
        do {
            try StandardStreams.write(Array("\(text)\n".utf8), to: .standardOutput)
        } catch {
            // A closed pipe needs no message, but an incomplete file does.
            if error.errno != .brokenPipe { report("\(error)") }
            CurrentProcess.exit(statusOfLostOutput.rawValue)
        }
    }
}
