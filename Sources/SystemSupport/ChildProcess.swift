internal import CSystemSupport
package import SystemPackage

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Runs a program to its end: input in, output out, in a bounded time and in bounded memory.
///
/// Synchronous and free of shared state, so any thread may call it. The child gets its input from a file without a
/// name, not from a pipe: a child that exits without reading it can then neither kill this process by SIGPIPE nor block
/// it, whatever the size. It leads a process group of its own, which is killed as a whole when a limit is passed.
package struct ChildProcess: Sendable {
    /// How a child came to its end.
    package enum Termination: Sendable, Equatable {
        /// By itself, with this status.
        case exited(Int32)
        /// By this signal.
        case signalled(Int32)
        /// Killed at the deadline.
        case timedOut
        /// Killed because it wrote more than the limit.
        case outputTooLarge
        /// Killed because the caller asked for it.
        case cancelled
    }

    /// What a child left.
    package struct Outcome: Sendable, Equatable {
        /// How it ended.
        ///
        /// A status other than zero is an outcome like any other.
        package let termination: Termination
        /// What it wrote to standard output.
        package let output: [UInt8]
        /// What it wrote to standard error, where that was captured.
        package let errorOutput: [UInt8]
    }

    /// Where a child's standard error goes.
    package enum ErrorOutput: Sendable, Equatable {
        /// Into the outcome, up to a limit in bytes.
        case captured(limit: Int)
        /// To this process's standard error.
        case inherited
        /// Nowhere.
        case discarded
    }

    /// Runs a program.
    ///
    /// The output is what was written by the time when the child had ended. What a grandchild that outlives it writes
    /// later is not waited for.
    ///
    /// - Parameters:
    ///   - program: An absolute path; no search is made.
    ///   - arguments: The arguments without the program's name.
    ///   - environment: All variables of the child.
    ///   - input: What it reads from standard input.
    ///   - workingDirectory: Where it runs; nil for where this process is.
    ///   - deadline: The longest that it may run; nil for no limit.
    ///   - outputLimit: The most that it may write to standard output, in bytes.
    ///   - errorOutput: Where its standard error goes.
    ///   - cancellation: A descriptor; when it becomes readable the child is killed.
    /// - Returns: How it ended and what it wrote.
    /// - Throws: ``SystemError`` if the program could not be started. How it ended is never an error.
    package static func run(
        _ program: FilePath,
        arguments: [String] = [],
        environment: [String: String],
        input: [UInt8] = [],
        workingDirectory: FilePath? = nil,
        deadline: Duration? = nil,
        outputLimit: Int = 8 << 20,
        errorOutput: ErrorOutput = .captured(limit: 1 << 20),
        cancellation: FileDescriptor? = nil
    ) throws(SystemError) -> Outcome {
        var child = try SpawnedChild.start(
            program,
            arguments: arguments,
            environment: environment,
            input: input,
            workingDirectory: workingDirectory,
            outputLimit: outputLimit,
            errorOutput: errorOutput
        )
        let limit = if let deadline { Deadline(after: deadline) } else { Deadline.never }
        let forcedEnd = try child.collect(until: limit, cancellation: cancellation)
        if forcedEnd != nil { child.killGroup() }
        let status = child.reap()
        return Outcome(
            termination: forcedEnd ?? status,
            output: child.output.bytes,
            errorOutput: child.errorOutput.bytes
        )
    }
}
