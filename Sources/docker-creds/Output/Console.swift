internal import Codecs
internal import SystemPackage
internal import SystemSupport

/// What is written for people and programs.
enum Console {
    /// Writes a line to standard output.
    ///
    /// - Parameter text: The line, without its end.
    static func print(_ text: String) {
        do {
            try StandardStreams.write(Array("\(text)\n".utf8), to: .standardOutput)
        } catch {
            // A reader that is gone needs no report; who wanted a file, and has none, does.
            if error.errno != .brokenPipe { report("\(error)") }
            CurrentProcess.exit(ExitStatus.failed.rawValue)
        }
    }

    /// Writes a value to standard output, as a JSON document of several lines.
    ///
    /// - Parameter value: The value.
    static func print(_ value: JSONTree) {
        print(String(decoding: JSONWriter(.indented).write(value), as: UTF8.self))
    }

    /// Writes a line to standard error, where no program reads an answer.
    ///
    /// - Parameter text: The line, without its end.
    static func report(_ text: String) {
        guard !text.isEmpty else { return }
        try? StandardStreams.write(Array("docker-creds: \(text)\n".utf8), to: .standardError)
    }
}
