package import SystemPackage
package import SystemSupport

/// Runs bash, for what a test needs done by other programs and other processes.
package enum Shell {
    /// Runs a script and returns how it ended, for two minutes at the most.
    ///
    /// - Parameters:
    ///   - script: What bash runs, with `set -eu`.
    ///   - directory: Where it runs.
    ///   - variables: All variables, or nil for those of this process.
    ///   - input: What the script reads from standard input.
    /// - Returns: How it ended and what it wrote.
    /// - Throws: ``MissingRequirement`` without bash.
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

    /// Runs a script that has to end with 0, and returns what it prints without the last line end.
    ///
    /// - Throws: ``ScriptFailure`` with all that the script wrote.
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
