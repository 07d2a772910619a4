package import SystemPackage

/// Runs programs: input known beforehand, output collected, an end that is certain.
///
/// Synchronous and free of shared state, so any thread may call it. The child gets its input from a file without a
/// name, not from a pipe: a child that exits without reading it can then neither kill this process by SIGPIPE nor block
/// it, whatever the size, and the process-wide handling of signals is not touched.
package enum ChildProcess {
    /// Runs a program.
    ///
    /// The output is what was written by the time when the child had ended. What a grandchild that outlives it (an
    /// agent, as a rule) writes later is not waited for. On a deadline, too much output or a cancellation the whole
    /// process group is killed, and what was read until then is returned. A child that leaves locks or half of a file when
    /// it is killed gets a grace period: SIGTERM first, and SIGKILL for what is left of the group after that time.
    ///
    /// - Parameters:
    ///   - program: An absolute path; no search is made.
    ///   - arguments: The arguments without the program's name.
    ///   - environment: All variables of the child.
    ///   - input: What it reads from standard input.
    ///   - workingDirectory: Where it runs; nil for where this process is.
    ///   - deadline: When to end it.
    ///   - gracePeriod: How long it may then take to clean up after SIGTERM; none, unless given. A call takes that much
    ///     longer than its deadline at the most.
    ///   - outputLimit: The most that it may write to standard output, in bytes; more kills it.
    ///   - standardError: What becomes of its standard error.
    ///   - terminal: What it may do with the controlling terminal.
    ///   - cancellation: A descriptor; when it becomes readable the child is killed.
    /// - Returns: How it ended and what it wrote. A status other than 0, a signal, a passed deadline are not errors.
    /// - Throws: ``SystemError`` if the program could not be started: `.notFound`, `.permissionDenied`,
    ///   `.invalidArgument` for a relative path or a NUL, and what else the system reports.
    package static func run(
        program: FilePath,
        arguments: [String] = [],
        environment: ProcessEnvironment,
        input: [UInt8] = [],
        workingDirectory: FilePath? = nil,
        deadline: Deadline,
        gracePeriod: Duration = .zero,
        outputLimit: Int,
        standardError: StandardError = .capture(limit: 64 * 1024),
        terminal: TerminalAccess = .background,
        cancellation: FileDescriptor? = nil
    ) throws(SystemError) -> Outcome {
        guard program.isAbsolute else {
            throw SystemError(.invalidArgument, "run", program, because: "its path is not absolute")
        }
        let variables = environment.entries
        let words = arguments.map { Array($0.utf8) }
        guard !(words + variables).contains(where: { $0.contains(0) }) else {
            throw SystemError(.invalidArgument, "run", program, because: "an argument or variable has a NUL in it")
        }
        var child = try SpawnedChild.start(
            program,
            arguments: words,
            variables: variables,
            input: .bytes(input),
            workingDirectory: workingDirectory,
            outputLimit: outputLimit,
            standardError: standardError,
            terminal: terminal
        )
        let forcedEnd = try child.collect(until: deadline, cancellation: cancellation)
        if forcedEnd != nil {
            if gracePeriod > .zero {
                child.terminate()
                // Nobody needs what it writes now, nor how it ended; that it goes on reading keeps it from blocking.
                _ = try child.collect(until: .after(gracePeriod), cancellation: nil)
            }
            child.kill()
        }
        let status = try child.reap()
        child.takeTerminalBack(after: status)
        return Outcome(
            termination: forcedEnd ?? status,
            output: child.output.bytes,
            errorOutput: child.errorOutput.bytes
        )
    }
}
