import SystemPackage
import SystemSupport
import Testing

/// A temporary directory for one test, removed at the end.
final class TemporaryDirectory: Sendable {
    let path: FilePath

    init(in parent: String = "/tmp") throws {
        path = FilePath(try Self.shell("mktemp -d \(parent)/registry-credentials.XXXXXX", in: "/tmp"))
    }

    deinit {
        _ = try? Self.shell("rm -rf '\(path)'", in: "/tmp")
    }

    /// Returns the path of a file in the directory.
    func file(_ name: String) -> String { path.appending(name).string }

    /// Runs a script in the directory and returns its output without the last line feed.
    @discardableResult
    func shell(_ script: String) throws -> String {
        try Self.shell(script, in: path)
    }

    private static func shell(_ script: String, in directory: FilePath) throws -> String {
        let outcome = try ChildProcess.run(
            program: "/bin/bash",
            arguments: ["-c", "set -eu; \(script)"],
            environment: ProcessEnvironment(
                ProcessEnvironment.current.variables.merging(["EXERCISER": exerciser.string]) { $1 }
            ),
            workingDirectory: directory,
            deadline: .after(.seconds(120)),
            outputLimit: 1 << 20
        )
        let messages = String(decoding: outcome.errorOutput, as: UTF8.self)
        try #require(outcome.termination == .exited(0), "\(script): \(messages)")
        let output = String(decoding: outcome.output, as: UTF8.self)
        return output.hasSuffix("\n") ? String(output.dropLast()) : output
    }

    /// The program beside the tests that uses a store in another process.
    private static let exerciser = FilePath(CommandLine.arguments[0]).removingLastComponent().appending(
        "store-exerciser"
    )
}
