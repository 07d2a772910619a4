package import SystemPackage
package import SystemSupport

/// Runs bash, for the parts of a test that need other programs and processes.
package enum Shell {
    /// Runs a script for at most two minutes.
    ///
    /// - Parameters:
    ///   - script: The script, which runs with `set -eu`.
    ///   - directory: The working directory.
    ///   - variables: The complete environment, or nil for that of this process.
    ///   - input: The content of standard input.
    /// - Returns: How it ended, and its output.
    /// - Throws: ``MissingRequirement`` if bash is not installed.
    package static func outcome(
        of script: String,
        in directory: FilePath = "/",
        variables: [String: String]? = nil,
        input: [UInt8] = []
    ) throws -> ChildProcess.Outcome {
        try ChildProcess.run(
            program: try Tool.path(of: "bash"),
            arguments: ["-c", "set -eu; \(script)"],
            environment: variables.map { ProcessEnvironment($0) } ?? .current,
            input: input,
            workingDirectory: directory,
            deadline: .after(.seconds(120)),
            outputLimit: 16 << 20
        )
    }

    /// Runs a script that must succeed, and returns its output without the last line feed.
    ///
    /// - Throws: ``ScriptFailure`` with the output of the script.
    @discardableResult
    package static func run(
        _ script: String,
        in directory: FilePath = "/",
        variables: [String: String]? = nil,
        input: [UInt8] = []
    ) throws -> String {
        let outcome = try outcome(of: script, in: directory, variables: variables, input: input)
        let output = outcome.output.text
        guard outcome.termination == .exited(0) else {
            throw ScriptFailure(
                description: "\(outcome.termination) of: \(script)\n\(output)\(outcome.errorOutput.text)"
            )
        }
        return output.hasSuffix("\n") ? String(output.dropLast()) : output
    }
}
