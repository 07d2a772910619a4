internal import SystemPackage
internal import SystemSupport

/// Runs a program until it exits.
enum HelperProcess {
    /// The limit for standard output, in bytes: many times the longest response that a rule needs.
    private static let outputLimit = 64 << 20

    static func run(
        _ path: FilePath,
        _ arguments: [String],
        operands: [FilePath] = [],
        environment: ProcessEnvironment,
        input: [UInt8],
        deadline: Deadline
    ) throws(HelperProgramError) -> HelperOutcome {
        let outcome: ChildProcess.Outcome
        do {
            outcome = try ChildProcess.run(
                program: path,
                arguments: arguments,
                operands: operands,
                environment: environment,
                input: input,
                deadline: deadline,
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
            let expiry = Diagnosis.timedOut(path.escapedForDisplay, after: deadline.limit ?? .zero)
            throw HelperProgramError(.timedOut, expiry.message)
        case .outputTooLarge:
            let excess = Diagnosis.printedTooMuch(path.escapedForDisplay, limit: outputLimit)
            throw HelperProgramError(.outputTooLarge, excess.message)
        }
    }
}
