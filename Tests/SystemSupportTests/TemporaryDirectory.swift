import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// A directory of its own for one test, removed at the end.
final class TemporaryDirectory: Sendable {
    let path: FilePath

    init() throws {
        path = FilePath(try Self.shell("mktemp -d /tmp/system-support.XXXXXX", in: "/tmp"))
    }

    deinit {
        _ = try? Self.shell("rm -rf '\(path)'", in: "/tmp")
    }

    /// Runs a script in the directory and returns what it prints, without the last line end.
    @discardableResult
    func shell(_ script: String) throws -> String {
        try Self.shell(script, in: path)
    }

    private static func shell(_ script: String, in directory: FilePath) throws -> String {
        let outcome = try ChildProcess.run(
            program: "/bin/bash",
            arguments: ["-c", "set -eu; \(script)"],
            environment: .current,
            workingDirectory: directory,
            deadline: .after(.seconds(120)),
            outputLimit: 1 << 20
        )
        try #require(outcome.termination == .exited(0), "\(script): \(outcome.errorOutput.text)")
        return outcome.output.text.hasSuffix("\n") ? String(outcome.output.text.dropLast()) : outcome.output.text
    }
}
