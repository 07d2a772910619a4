package import SystemPackage

/// Runs programs with a given input, collects their output, and always ends them.
///
/// All functions are synchronous and share no state, so any thread may call them. The child reads its input from an
/// unnamed file rather than a pipe. A child that exits without reading its input therefore cannot end this process by
/// SIGPIPE or block it, and signal handling does not change.
package enum ChildProcess {
    /// Runs a program.
    ///
    /// The output is everything that was written before the child exited. Output that a longer-lived grandchild, such
    /// as an agent, writes later is ignored. At the deadline, after too much output, or on cancellation, the whole
    /// process group is killed and the output so far is returned. Use a grace period for a child that would leave locks
    /// or partial files behind: it gets SIGTERM first, and the rest of its group gets SIGKILL afterwards.
    ///
    /// - Parameters:
    ///   - program: An absolute path. `PATH` is not searched.
    ///   - arguments: The arguments without the program's name.
    ///   - operands: Paths that follow the arguments, byte for byte.
    ///   - environment: The complete environment of the child.
    ///   - input: The content of standard input.
    ///   - workingDirectory: The working directory, or nil for that of this process.
    ///   - deadline: When to end the child.
    ///   - gracePeriod: The time between SIGTERM and SIGKILL, zero by default. A call takes at most this much longer
    ///     than its deadline.
    ///   - outputLimit: The largest size of standard output, in bytes. The child is killed if it writes more.
    ///   - standardError: Where standard error is sent.
    ///   - terminal: How the child may use the controlling terminal.
    ///   - cancellation: A descriptor. The child is killed when it becomes readable.
    /// - Returns: How the child ended, and its output. A nonzero exit status, a signal and an expired deadline are not
    ///   errors.
    /// - Throws: ``SystemError`` if the program cannot be started: `.notFound`, `.permissionDenied`, `.invalidArgument`
    ///   for a relative path or a NUL, or another error of the system.
    package static func run(
        program: FilePath,
        arguments: [String] = [],
        operands: [FilePath] = [],
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
        let words = arguments.map { Array($0.utf8) } + operands.map(\.bytes)
        guard !(words + variables).contains(where: { $0.contains(0) }) else {
            throw SystemError(.invalidArgument, "run", program, because: "an argument or variable contains a NUL byte")
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
                // The output and the status are no longer needed, but reading on keeps the child from blocking.
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
