internal import Codecs
internal import SystemPackage
internal import SystemSupport

/// Everything that the program writes.
///
/// Names of users and servers come from files, helpers and registries. They reach a terminal here and nowhere else, so
/// this is where characters that would not be seen are escaped.
struct Console: Sendable {
    /// The console of the command that is running.
    @TaskLocal static var current = Console(.standalone)

    let invocation: Invocation
    /// How standard output looks.
    let style: TextStyle

    /// Looks at the standard streams and at the variables that concern them.
    init(_ invocation: Invocation, environment: ProcessEnvironment = .current) {
        self.invocation = invocation
        style = TextStyle(of: .standardOutput, environment: environment)
    }

    /// Writes a line to standard output.
    func print(_ line: String) { write(line.escapedForDisplay) }

    /// Writes text that the program made itself, such as its help or a completion script, as it is.
    func print(own text: String) { write(text) }

    /// Writes a table to standard output.
    func print(_ table: Table) { table.lines(in: style).forEach(write) }

    /// Writes a value to standard output as a JSON document of several lines.
    ///
    /// The document has the same value as before, but no character that a terminal would obey or hide.
    func print(_ value: JSONTree) {
        write(String(decoding: JSONWriter(.indented).write(value), as: UTF8.self).escapedInJSON)
    }

    /// Writes a secret to standard output: byte for byte, unless a person is looking.
    func print(secret: String, named name: String) {
        write("\(name): \(style.isTerminal ? secret.escapedForDisplay : secret)")
    }

    /// Writes a line to standard error.
    func report(_ line: String) {
        guard !line.isEmpty else { return }
        // Nobody is left to be told that standard error is gone.
        try? StandardStreams.write(Array("\(invocation.name): \(line.escapedForDisplay)\n".utf8), to: .standardError)
    }

    /// Writes a failure, or a warning, to standard error: what it is in one line, then a line for each piece of advice.
    func report(_ failure: Failure) {
        report(failure.message)
        let advice = failure.advice(for: invocation).map { "  \($0.escapedForDisplay)\n" }
        try? StandardStreams.write(Array(advice.joined().utf8), to: .standardError)
    }

    /// Writes text that the argument parser made, which repeats what was typed, to standard error.
    func report(lines text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).escapedForDisplay }
        try? StandardStreams.write(Array("\(lines.joined(separator: "\n"))\n".utf8), to: .standardError)
    }

    private func write(_ text: String) {
        do {
            try StandardStreams.write(Array("\(text)\n".utf8), to: .standardOutput)
        } catch {
            // A reader that has gone needs no message. A file that is incomplete does.
            if error.errno != .brokenPipe { report("\(error)") }
            CurrentProcess.exit(ExitStatus.failed.rawValue)
        }
    }
}

extension String {
    /// The same JSON document with `\u` escapes for what ``escapedForDisplay`` escapes.
    ///
    /// Line feeds and tabs are layout: within a JSON text they are escaped already.
    fileprivate var escapedInJSON: String {
        guard !utf8.allSatisfy({ $0 < 0x7F }) else { return self }
        return unicodeScalars.map { scalar in
            let text = String(scalar)
            guard scalar != "\n", scalar != "\t", text.needsEscapingForDisplay else { return text }
            return text.utf16.map { unit in
                let digits = String(unit, radix: 16, uppercase: true)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }.joined()
        }.joined()
    }
}
