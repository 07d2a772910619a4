internal import SystemPackage
internal import SystemSupport

/// Runs a program until it exits.
enum HelperProcess {
    /// The limit for standard output, in bytes: many times the longest response that a rule needs.
    private static let outputLimit = 64 << 20

    static func run(
        _ path: FilePath,
        _ arguments: [String],
        environment: [String: String],
        input: [UInt8],
        timeout: Duration
    ) throws(HelperProgramError) -> HelperOutcome {
        let outcome: ChildProcess.Outcome
        do {
            outcome = try ChildProcess.run(
                program: path,
                arguments: arguments,
                environment: ProcessEnvironment(environment),
                input: input,
                deadline: .after(timeout),
                outputLimit: outputLimit,
                standardError: .capture(limit: outputLimit)
            )
        } catch {
            throw HelperProgramError(.cannotStart, "\(error)")
        }
        switch outcome.termination {
        case .exited(let status):
            return HelperOutcome(output: outcome.output, errorOutput: outcome.errorOutput, exitStatus: status)
        case .signalled(let signal):
            // The exit status that a shell reports for a signal.
            return HelperOutcome(
                output: outcome.output,
                errorOutput: outcome.errorOutput,
                exitStatus: 128 + signal
            )
        case .timedOut, .cancelled:
            throw HelperProgramError(.timedOut, "\(path) timed out after \(timeout.inSeconds)")
        case .outputTooLarge:
            throw HelperProgramError(.outputTooLarge, "\(path) printed more than \(outputLimit >> 20) MiB")
        }
    }
}
